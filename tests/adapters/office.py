"""LibreOffice as the judge: recalculates workbooks whose stored results were thrown away."""

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
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    paths = [str(source / f"{name}.xlsx") for name in files]
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: openpyxl.load_workbook(target / f"{name}.xlsx", data_only=True) for name in files}
