"""What is loaded when: the command line starts fast, and each library is known to one place only."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import evaluator

PACKAGE = Path(evaluator.__file__).parent
ROOT = PACKAGE.parent
HEAVY = {"pandas", "numpy", "scipy", "streamlit", "altair", "sqlalchemy", "skcriteria", "matplotlib", "openpyxl", "docx",
         "lxml", "alembic", "babel", "starlette"}  # fmt: skip
BIDS = ("--pack", "crm_platform", "--bids", "sample_bids", "--scores", "sample_bids/scorecards", "--json")


def loaded(*arguments: str) -> set[str]:
    """Top-level names of everything that a command imports in its own process."""
    command = [sys.executable, "-X", "importtime", "-m", "evaluator.cli", *arguments]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, timeout=60)
    lines = (line for line in done.stderr.decode().splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("inspect", "sample_bids/1-hailan-technical.xlsx", "--json"),
        ("rank", "--no-second-opinions", *BIDS),
    ],
    ids=["help", "inspect", "rank"],
)
def test_the_command_line_loads_no_heavy_library(arguments: tuple[str, ...]) -> None:
    names = loaded(*arguments)

    assert "click" in names
    assert names & HEAVY == set()


THREADS = """
import sys, threadpoolctl
from evaluator.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == 0, end.code
print({found["num_threads"] for found in threadpoolctl.threadpool_info()}, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [("rank", *BIDS), ("rank", "--matrix", "case.csv", "--method", "topsis")],
    ids=["second opinions", "a matrix"],
)
def test_the_command_line_computes_on_one_thread_whatever_the_environment_says(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    case = tmp_path / "case.csv"
    case.write_text("vendor,price,support\nobjective,min,max\nweight,0.4,0.6\nAda,90,3\nBo,80,2\n", encoding="utf-8")
    wanted = [str(case) if part == "case.csv" else part for part in arguments]
    many = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "2")

    done = subprocess.run(
        [sys.executable, "-c", THREADS, *wanted], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **many},
        timeout=120, check=True,
    )  # fmt: skip

    assert done.stderr.splitlines()[-1] == "{1}"


@cache
def imports() -> tuple[tuple[str, str], ...]:
    """Every import in the package, read once."""
    return tuple(_imports())


def _imports() -> Iterator[tuple[str, str]]:
    """Every import in the package: (module as a path inside it, name imported), lazy ones too."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((module, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield module, node.module
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
                first = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
                yield module, str(first.value) if isinstance(first, ast.Constant) else ast.unparse(first)


def importing(library: str) -> set[str]:
    return {module for module, name in imports() if name.partition(".")[0] == library}


@pytest.mark.parametrize(
    ("library", "places"),
    [("streamlit", ("ui/", "web/")), ("starlette", ("web/",)), ("pydantic", ("adapters/",)), ("openpyxl", ("adapters/",)),
     ("lxml", ("adapters/",)), ("sqlalchemy", ("store/",)), ("alembic", ("store/",)),
     ("click", ("cli.py", "cli_frame.py", "cli_users.py", "cli_keeping.py", "services/faults.py")),
     ("rapidfuzz",
      ("intake/alike.py", "intake/foreign/matching.py", "intake/foreign/nearest.py", "intake/repeating.py",
       "intake/suggesting.py"))],
)  # fmt: skip
def test_a_library_is_known_to_its_own_layer_only(library: str, places: tuple[str, ...]) -> None:
    found = importing(library)

    assert found
    assert {module for module in found if not module.startswith(places)} == set()


def test_scikit_criteria_has_one_door() -> None:
    assert importing("skcriteria") == {"scoring/opinion_methods.py"}


def test_calamine_is_met_in_the_reading_child_only() -> None:
    assert importing("python_calamine") == {"adapters/value_books.py"}


@pytest.mark.parametrize("library", ["pickle", "marshal", "shelve", "pandas", "xlrd", "jinja2", "docxtpl"])
def test_what_could_run_or_lose_a_vendors_content_is_not_used(library: str) -> None:
    # pandas may serve a chart or a grid; it never reads a workbook.
    assert {module for module in importing(library) if not (library == "pandas" and module.startswith("ui/"))} == set()


def test_only_the_reading_child_and_the_office_that_makes_a_pdf_are_processes_of_ours() -> None:
    assert importing("subprocess") == {"adapters/reader_process.py", "adapters/pdf.py"}
    assert importing("multiprocessing") == set()


@pytest.mark.parametrize("library", ["requests", "httpx", "urllib.request", "http.client", "aiohttp"])
def test_nothing_asks_the_network(library: str) -> None:
    assert {module for module, name in imports() if name == library or name.startswith(f"{library}.")} == set()


def test_every_library_that_is_imported_is_declared() -> None:
    """What the wheel's metadata asks for is enough: nothing is used that only another library happens to bring."""
    homes = importlib.metadata.packages_distributions()
    # _typeshed is known to type checkers only and never imported by a running program.
    tops = {name.partition(".")[0] for _, name in imports()} - {"evaluator", "_typeshed"}
    used = {home.lower().replace("_", "-") for top in tops - sys.stdlib_module_names for home in homes.get(top, [top])}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    names = {re.split(r"[\[<>=!~ ]", one, maxsplit=1)[0].lower() for one in declared}

    assert {"streamlit", "scikit-criteria", "lxml"} <= used
    assert used - names == set()


@cache
def above_services() -> tuple[tuple[str, ast.AST], ...]:
    """Every node of the modules that people meet: pages, the web side and the command line."""
    found: list[tuple[str, ast.AST]] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if module.startswith(("ui/", "web/", "cli")):
            found += [(module, node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    return tuple(found)


def test_no_page_or_command_knows_more_of_the_store_than_its_type_and_its_errors() -> None:
    found = {
        f"{module}: {node.module}.{alias.name}"
        for module, node in above_services()
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith("evaluator.store.")
        for alias in node.names
    }
    known = {one for one in found if re.search(r": evaluator\.store\.(store\.Store|errors\.\w+)$", one)}

    assert known
    assert found - known == set()
    whole = {
        m for m, node in above_services() if isinstance(node, ast.Import) and "evaluator.store" in ast.unparse(node)
    }
    assert whole == set()


def test_no_page_or_command_reads_or_writes_but_through_a_service() -> None:
    """Writing takes a command and gives a transaction; neither is imported from wherever it might be had."""
    names = {
        f"{module}: {alias.name}"
        for module, node in above_services()
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in {"Command", "Transaction", "Snapshot"} or (node.module, alias.name) == ("evaluator", "store")
    }
    calls = {
        f"{module}: {ast.unparse(node)}"
        for module, node in above_services()
        if isinstance(node, ast.Attribute)
        and node.attr in {"write", "run", "read", "_writer", "_reader"}
        and ast.unparse(node.value).rpartition(".")[2].strip("_") in {"store", "open_store()", "Store"}
    }

    assert names == set()
    assert calls == set()


def test_no_file_is_offered_by_streamlits_own_button() -> None:
    """Such a file would lie under /media, readable without a ticket and for as long as the server runs."""
    found = {
        m for m, node in above_services() if "download_button" in (getattr(node, "attr", ""), getattr(node, "name", ""))
    }

    assert found == set()
