# The whole house: `make run` to use it, `make test` to prove it. Needs Python 3.11 or newer; the rest is installed here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Two processes more than there are cores, as tests in a browser wait a good part of their time; at most four.
# Tests of one file stay together, as they share what is slow to make; the slow files are not left to the end.
WORKERS := $(shell $(PYTHON) -c "import os; print(min(4, (os.cpu_count() or 1) + 2))")
PARALLEL ?= --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
# What Python compiles is kept, whatever the machine says: each process of the tests, and each program that they start,
# would else compile all of it again.
export PYTHONDONTWRITEBYTECODE :=
APT := chromium-headless-shell fonts-noto-cjk libreoffice-calc libreoffice-writer poppler-utils postgresql

.PHONY: run test check bench torture words system clean

$(VENV)/runtime: requirements/runtime.txt requirements/build.txt pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements/dev.txt pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/runtime

words: ## compile the catalogues of words
	@$(BIN)/python hatch_build.py

run: $(VENV)/runtime words ## the app with the sample tender, on http://127.0.0.1:$(PORT)
	$(BIN)/evaluator serve --sample --port $(PORT)

system: ## Chromium, Chinese fonts, LibreOffice and PostgreSQL from Debian's packages, where we may install them
	@sh .ci/system $(APT)

check: $(VENV)/dev words ## format, lint, import direction, types, doctests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m pytest -q evaluator

test: $(VENV)/dev words system ## every test that this machine has the programs for; in CI every test
	$(BIN)/python -m pytest $(PARALLEL)

torture: $(VENV)/dev words system ## the long runs: 10,000 generated workbooks, 40,000 mutants, 500 killed writers, docs/reliability.md
	TORTURE=25 $(BIN)/python -m pytest $(PARALLEL) tests/adapters/test_generated_books.py tests/adapters/test_mutants.py \
	  tests/adapters/test_reader.py tests/adapters/test_xlsx.py tests/store/test_kill.py \
	  tests/store/test_all_or_nothing.py tests/store/test_many_writers.py tests/store/test_half_migrated.py \
	  tests/store/test_full_disk.py tests/store/test_machine.py tests/services/test_revoked.py \
	  tests/services/test_sealed_matrix.py

bench: $(VENV)/dev words ## side-by-side ratios
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis artefacts
