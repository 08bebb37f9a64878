"""The types that the page's JavaScript states in its comments, checked by TypeScript. Nothing is built."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPONENTS = ROOT / "cnnviz" / "ui" / "components"
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"


def test_the_types_of_the_page_fit() -> None:
    node = shutil.which("node")
    if node is None or not TSC.exists():
        pytest.skip("no TypeScript found; `npm install --no-package-lock` in the repository brings it")
    found = subprocess.run(
        [node, str(TSC), "--listFiles"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    complaints = [line for line in found.stdout.splitlines() if not line.startswith(str(ROOT))]
    assert found.returncode == 0, "\n".join(complaints)
    checked = set(found.stdout.splitlines())
    assert {str(file) for file in COMPONENTS.rglob("*.js")} <= checked


def test_every_file_of_the_page_asks_to_be_checked() -> None:
    files = {file.relative_to(COMPONENTS): file.read_text(encoding="utf-8") for file in COMPONENTS.rglob("*.js")}
    assert files
    assert not [file for file, text in files.items() if not text.startswith("// @ts-check\n")]
    assert not [file for file, text in files.items() if "@ts-ignore" in text or "@ts-nocheck" in text]
