"""The wheel alone is the product: packs, clauses, words, sample bids and pages travel in it, and it runs anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import evaluator
from evaluator.domain.text import LANGS
from tests.web.serving import running

ROOT = Path(evaluator.__file__).parent.parent


@dataclass(frozen=True)
class Installed:
    """An environment into which the wheel was installed, and a folder far from the checkout."""

    wheel: Path
    python: Path
    elsewhere: Path

    @property
    def data(self) -> Path:
        """Where the packs and the sample bids are in the environment."""
        return next(self.python.parent.parent.rglob("evaluator/_data"))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command, with nothing of this checkout in reach."""
        command = self.python.parent / "evaluator"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [command, *arguments],
            cwd=self.elsewhere,
            env=clean,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own; the libraries it needs are lent by the one that runs the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index",
               "--disable-pip-version-check", str(wheel)]  # fmt: skip
    subprocess.run(install, check=True, capture_output=True)
    # A path in a .pth file lends the libraries; the .pth files over there, ours among them, are not read.
    place = next((folder / "venv").rglob("site-packages"))
    (place / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    return Installed(wheel, python, elsewhere)


def test_everything_that_the_product_needs_travels_in_the_wheel(installed: Installed) -> None:
    inside = set(zipfile.ZipFile(installed.wheel).namelist())
    package = ROOT / "evaluator"
    words = {f"evaluator/i18n/locale/{lang}/LC_MESSAGES/{path.stem}.mo" for lang in LANGS
             for path in (package / "i18n" / "locale" / lang / "LC_MESSAGES").glob("*.po")}  # fmt: skip
    data = {f"evaluator/_data/{path.relative_to(ROOT).as_posix()}" for name in ("criteria", "sample_bids")
            for path in (ROOT / name).rglob("*") if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
    parts = {
        path.relative_to(ROOT).as_posix()
        for kind in ("*.py", "*.css", "*.svg", "py.typed")
        for path in package.rglob(kind)
    }

    assert words - inside == set()
    assert data - inside == set()
    assert parts - inside == set()
    assert "evaluator/_data/criteria/crm_platform/clauses/01-parties.toml" in data


def test_nothing_that_is_no_part_of_the_product_travels_along(installed: Installed) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(installed.wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"evaluator"}


def test_the_installed_command_is_the_wheels_own(installed: Installed) -> None:
    code = "import evaluator; print(evaluator.__file__)"
    said = subprocess.run(
        [installed.python, "-I", "-c", code], cwd=installed.elsewhere, capture_output=True, text=True, check=True
    )

    assert Path(said.stdout.strip()).is_relative_to(installed.python.parent.parent)


def test_the_installed_command_helps_and_ranks_the_bundled_sample(installed: Installed) -> None:
    sample = installed.data / "sample_bids"
    helped = installed.run("--help")
    ranked = installed.run(
        "rank", "--pack", "crm_platform", "--bids", str(sample), "--scores", str(sample / "scorecards"),
        "--no-second-opinions", "--json", "--messages", "zh",
    )  # fmt: skip

    assert (helped.returncode, "rank" in helped.stdout) == (0, True)
    assert (ranked.returncode, ranked.stderr) == (0, "")
    assert [row["place"] for row in json.loads(ranked.stdout)["ranking"]][:3] == [1, 2, 3]


def test_the_installed_command_knows_the_bundled_packs_by_name(installed: Installed) -> None:
    made = installed.run("template", "--pack", "services_cn", "--lang", "en", "--out", "out", "--json")
    unknown = installed.run("template", "--pack", "nothing", "--out", "out", "--json")

    assert (made.returncode, made.stderr) == (0, "")
    assert (installed.elsewhere / "out" / "price.xlsx").is_file()
    assert (unknown.returncode, "crm_platform, services_cn" in unknown.stderr) == (2, True)


def test_the_installed_app_answers(installed: Installed, tmp_path: Path) -> None:
    # -I: the folder that the test's server puts on the path is not looked at.
    with running((str(installed.python), "-I", "-m", "evaluator.cli", "serve", "--port"), tmp_path) as server:
        assert server.get("/healthz").body == '{"status":"ok"}'
        assert "content-security-policy" in server.get("/").headers
