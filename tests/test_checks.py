"""The rules that other tools hold, as part of the one test command: style, types, imports, examples, JavaScript."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "benchmarks"
MODULES = [
    *sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "cnnviz").rglob("*.py")
    ),
    *sorted(path.stem for path in SCRIPTS.glob("*.py")),
]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)


def lint_imports(cwd: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-c", LINT_IMPORTS, "--no-cache", cwd=cwd)


@pytest.mark.parametrize("tool", [("ruff", "check", "."), ("mypy",)], ids=lambda tool: tool[0])
def test_nothing_is_left_to_complain_about(tool: tuple[str, ...]) -> None:
    found = run(sys.executable, "-m", *tool)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("name", MODULES)
def test_a_module_can_be_imported_anywhere_and_its_examples_are_true(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(SCRIPTS)  # not installed: each is run as it is, and finds those beside it
    assert doctest.testmod(import_module(name)).failed == 0


def test_imports_follow_the_route() -> None:
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its rules, to break one of them."""
    shutil.copytree(
        ROOT / "cnnviz", tmp_path / "cnnviz", ignore=shutil.ignore_patterns("__pycache__", "components")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_a_file_without_a_room_breaks_the_build(copy: Path) -> None:
    (copy / "cnnviz" / "attic.py").touch()
    found = lint_imports(copy)
    assert found.returncode != 0
    assert re.search(r"cnnviz.attic|\battic\b", found.stdout + found.stderr)


@pytest.mark.parametrize(
    ("room", "line", "rule"),
    [
        ("drawing", "import torch", "Drawings and digits need no torch BROKEN"),
        ("trace", "import streamlit", "Only ui and server know Streamlit BROKEN"),
        ("hooks", "from cnnviz import views", "The route runs one way BROKEN"),
    ],
)
def test_an_import_against_the_route_is_found(copy: Path, room: str, line: str, rule: str) -> None:
    with (copy / "cnnviz" / f"{room}.py").open("a") as source:
        source.write(f"\n{line}\n")
    found = lint_imports(copy)
    assert found.returncode != 0
    assert rule in found.stdout


def test_the_javascript_tests_pass() -> None:
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.mjs"))
    if (node := shutil.which("node")) is None:
        reason = "no Node found; install Debian's `nodejs` to run the tests of the network view's JavaScript"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    assert files
    found = run(node, "--test", "--test-reporter=tap", *files)
    failures = re.findall(r"^not ok.*?^  \.\.\.$", found.stdout, re.MULTILINE | re.DOTALL)
    assert found.returncode == 0, "\n".join(failures) or found.stdout + found.stderr
    assert re.search(r"^# pass [1-9]", found.stdout, re.MULTILINE), found.stdout
