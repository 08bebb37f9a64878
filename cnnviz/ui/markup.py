"""The HTML that a component starts from: its root, and a word to the browser of the modules to come."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("components")
# Where Streamlit serves the folder, seen from the page.
_SERVED = "_stcore/bidi-components/cnnviz"
# `import … from "./x.js"` at the beginning of a line; in a comment it stands behind a star.
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?from\s+"(\.[^"]+)"', re.MULTILINE)


@cache
def html(component: str) -> str:
    """The root of "network" or "chapter", and a link to each module that its index.js leads to.

    Otherwise the browser learns of a module when it has read the one that imports it, a journey for every level:
    a hundred modules in eight levels take half of the time in which the page opens.
    """
    served = f"{_SERVED}.{component}"
    links = [f'<link rel="modulepreload" href="{served}/{name}">' for name in modules(f"{component}/index.js")]
    return f'<div class="cnnviz cnnviz-{component}-root"></div>' + "".join(links)


def modules(start: str) -> list[str]:
    """`start` and what it imports, directly or not, as paths below the components' folder."""
    found = [start]
    for name in found:  # grows on the way
        found += [other for other in _imports(FOLDER / name) if other not in found]
    return found


def _imports(path: Path) -> Iterator[str]:
    for name in dict.fromkeys(_IMPORT.findall(path.read_text(encoding="utf-8"))):
        yield (path.parent / name).resolve().relative_to(FOLDER.resolve()).as_posix()
