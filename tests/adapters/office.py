"""LibreOffice as the judge: recalculates workbooks whose stored results were thrown away, saves them in other formats."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import openpyxl


def recalculated(folder: Path, files: dict[str, bytes]) -> dict[str, openpyxl.Workbook]:
    """Each workbook with the results that LibreOffice calculates for its formulas."""
    source, target = folder / "in", folder / "out"
    source.mkdir()
    for name, data in files.items():
        # Loading and saving drops every stored result, so only a calculation can bring numbers back.
        openpyxl.load_workbook(io.BytesIO(data)).save(source / f"{name}.xlsx")
    converted(folder, [source / f"{name}.xlsx" for name in files], "xlsx")
    return {name: openpyxl.load_workbook(target / f"{name}.xlsx", data_only=True) for name in files}


def printed(folder: Path, files: dict[str, bytes]) -> dict[str, list[str]]:
    """The text of each page that LibreOffice prints of each workbook."""
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    paths = [str(folder / f"{name}.xlsx") for name in files]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: pages(folder / f"{name}.pdf") for name in files}


def pages(document: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(document), "-"], check=True, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def converted(folder: Path, paths: list[Path], kind: str) -> list[Path]:
    """Files saved anew in another format, in the folder ``out``."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=180)
    return [folder / "out" / f"{path.stem}.{kind}" for path in paths]
