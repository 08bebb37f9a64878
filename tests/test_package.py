"""What is shipped: a light package, a wheel that holds the whole app, and a README that tells the truth."""

import ast
import os
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import cnnviz

Serve = Callable[..., AbstractContextManager[str]]
ROOT = Path(__file__).resolve().parent.parent
# Imports of the pages and of the table of contents: they compose, and compute nothing.
OPEN_TO_PAGES = {"pathlib", "streamlit", "cnnviz"}
COMPONENTS = Path("cnnviz/ui/components")


def modules_after(code: str) -> set[str]:
    """Top-level names in `sys.modules` of a new Python that ran the code."""
    command = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in printed.splitlines()[-1].split()}


@pytest.mark.parametrize("code", ["import cnnviz", "import cnnviz.cli", "import cnnviz.server"])
def test_an_import_brings_in_nothing_heavy(code: str) -> None:
    assert not modules_after(code) & {"torch", "numpy", "streamlit", "plotly", "PIL"}


def test_drawing_and_mnist_work_without_torch() -> None:
    loaded = modules_after("import cnnviz.drawing, cnnviz.preprocessing, cnnviz.mnist")
    assert not loaded & {"torch", "streamlit"}
    assert "numpy" in loaded


def test_the_server_starts_before_torch_is_loaded() -> None:
    assert not modules_after("import cnnviz.ui.live") & {"torch"}


def test_every_public_name_is_there() -> None:
    for name in cnnviz.__all__:
        assert callable(getattr(cnnviz, name)), name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        cnnviz.nonsense  # noqa: B018


def test_the_component_manifest_carries_the_version_of_the_package() -> None:
    manifest = tomllib.loads((ROOT / "cnnviz" / "pyproject.toml").read_text())
    assert manifest["project"] == {"name": "cnnviz", "version": cnnviz.__version__}
    for component in manifest["tool"]["streamlit"]["component"]["components"]:
        assert ROOT / "cnnviz" / component["asset_dir"] == ROOT / COMPONENTS
        assert (ROOT / COMPONENTS / component["name"] / "index.js").is_file()


def test_the_tables_of_the_readme_say_what_the_model_cards_say() -> None:
    script = [sys.executable, str(ROOT / "benchmarks" / "readme_tables.py"), "--check"]
    checked = subprocess.run(script, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_changelog_names_the_version() -> None:
    assert f"\n## {cnnviz.__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("page", [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))], ids=lambda path: path.name)
def test_a_page_composes_and_computes_nothing(page: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(page.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= OPEN_TO_PAGES


def test_assets_without_mnist_stay_small() -> None:
    files = [path for path in (ROOT / "assets").rglob("*") if path.is_file() and "mnist" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 8_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_whole_app(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        path.relative_to(ROOT)
        for folder in ("assets", "pages")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert {f"cnnviz/_app/{path.as_posix()}" for path in shipped} <= names
    assert {"cnnviz/_app/app.py", "cnnviz/_app/.streamlit/config.toml", "cnnviz/pyproject.toml"} <= names
    component = [path.relative_to(ROOT) for path in (ROOT / COMPONENTS).rglob("*") if path.is_file()]
    assert component
    assert {path.as_posix() for path in component} <= names


def test_the_wheel_puts_one_name_beside_other_packages(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"cnnviz", f"cnnviz-{cnnviz.__version__}.dist-info"}


def test_the_app_starts_from_the_wheel_in_any_folder(wheel: Path, tmp_path: Path, serve: Serve) -> None:
    site, home = tmp_path / "site", tmp_path / "home"
    zipfile.ZipFile(wheel).extractall(site)
    home.mkdir()
    found = subprocess.run(
        [sys.executable, "-c", "import cnnviz.assets; print(cnnviz.assets.root())"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(site / "cnnviz" / "_app")
    with serve(cwd=tmp_path, env={"PYTHONPATH": str(site), "HOME": str(home)}) as url:
        assert b"<title>" in urllib.request.urlopen(url).read()


def test_streamlit_run_starts_the_app_too(serve: Serve) -> None:
    run = (sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"))
    with serve((*run, "--server.headless", "true", "--server.port")) as url:
        assert b"<title>" in urllib.request.urlopen(url).read()
