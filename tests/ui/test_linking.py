"""A component's modules become one script that does what they do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cnnviz.errors import CnnvizError
from cnnviz.ui import delivery, linking

ROOT = delivery.folders()["cnnviz.network"]
ENTRY = "network/index.js"
FILES = {
    "index.js": 'import { sum, twice as double } from "./deep/sum.js";\n\n'
    'export default async function answer() {\n  const { more } = await import("./deep/later.js");\n'
    "  return [sum(1, 2), double(4), more(5)];\n}\n",
    "deep/sum.js": 'import {\n  NAME,\n} from "../name.js";\nexport const sum = (a, b) => a + b;\n'
    "export function twice(value) { return sum(value, value) + NAME; }\n// export is a word of this line",
    "name.js": 'export const NAME = "!";\nexport {};\n',
    "deep/later.js": 'import { sum } from "./sum.js";\nimport { Box } from "./box.js";\n'
    "export function more(value) { return new Box(sum(value, 1)).content; }\n",
    "deep/box.js": "export class Box { constructor(content) { this.content = content; } }\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_module_stands_behind_what_it_imports_and_only_once(folder: Path) -> None:
    assert linking.modules(folder, "index.js") == ("name.js", "deep/sum.js", "index.js")
    assert linking.later(folder, "index.js") == {"deep/later.js"}


def answer_of(entry: Path) -> str:
    """What the entry's answer is, in Node."""
    code = f"import(String.raw`{entry.as_uri()}`).then((m) => m.default()).then((r) => console.log(r.join(' ')))"
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js found")
    done = subprocess.run([node, "--input-type=module", "-e", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_scripts_do_what_the_modules_do(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = tmp_path_factory.mktemp("whole")
    (whole / "package.json").write_text('{"type": "module"}')
    (folder / "package.json").write_text('{"type": "module"}')
    (whole / "deep").mkdir()
    (whole / "index.js").write_text(linking.script(folder, "index.js"))
    (whole / "deep" / "later.js").write_text(linking.script(folder, "index.js", "deep/later.js"))
    assert answer_of(whole / "index.js") == answer_of(folder / "index.js") == "3 8! 6"


def test_the_second_script_holds_what_the_first_one_does_not(folder: Path) -> None:
    second = linking.script(folder, "index.js", "deep/later.js")
    assert re.findall(r'^linked\["(.+)"\] =', second, re.MULTILINE) == ["deep/box.js", "deep/later.js"]


@pytest.mark.parametrize(
    "line",
    ['export * from "./name.js";', 'import "./name.js";', 'import all from "./name.js";', "export let count = 0;"],
)
def test_a_form_that_is_not_understood_is_refused_by_name(folder: Path, line: str) -> None:
    (folder / "name.js").write_text(f'export const NAME = "!";\n{line}\n')
    with pytest.raises(CnnvizError, match=re.escape(f"name.js has `{line}`")):
        linking.script(folder, "index.js")


def test_a_circle_of_modules_is_named(folder: Path) -> None:
    (folder / "name.js").write_text('import { sum } from "./deep/sum.js";\nexport const NAME = "!";\n')
    with pytest.raises(CnnvizError, match=r"index.js -> deep/sum.js -> name.js -> deep/sum.js"):
        linking.modules(folder, "index.js")


def test_every_module_of_the_network_is_in_one_of_its_two_scripts() -> None:
    [later] = linking.later(ROOT, ENTRY)
    assert later == "network/detail/detail.js"
    scripts = linking.script(ROOT, ENTRY), linking.script(ROOT, ENTRY, later)
    found = [re.findall(r'^linked\["(.+)"\] =', script, re.MULTILINE) for script in scripts]
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "network").rglob("*.js")}
    # Modules of types alone are imported by the type checker only.
    assert files - {name for names in found for name in names} <= {name for name in files if name.endswith("types.js")}
    assert not set(found[0]) & set(found[1])
    # What opens with the page is kept small: the detail is most of it.
    assert not any(name.startswith("network/detail/") for name in found[0])


def test_the_style_holds_all_styles_and_imports_none() -> None:
    text = linking.style(ROOT / "network/style.css")
    assert "@import" not in text
    for path in [*(ROOT / "network").rglob("*.css"), ROOT / "look.css"]:
        assert path.read_text().splitlines()[-1] in text


def test_every_chapters_picture_comes_behind_the_chapter() -> None:
    pictures = linking.later(ROOT, "chapter/index.js")
    assert "chapter/relu/index.js" in pictures
    for picture in pictures:
        second = linking.script(ROOT, "chapter/index.js", picture)
        assert second.startswith('import { linked } from "../index.js";')
    assert 'import("./relu/index.js?behind=chapter/index.js")' in linking.script(ROOT, "chapter/index.js")
