"""The HTML that the network component starts from: its root, and a word to the browser of the modules to come."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("components") / "network"
# Where Streamlit serves the folder, seen from the page.
_SERVED = "_stcore/bidi-components/cnnviz.network"
# `import … from "./x.js"` at the beginning of a line; in a comment it stands behind a star.
_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?from\s+"(\.[^"]+)"', re.MULTILINE)


@cache
def html() -> str:
    """The component's root, and a link to each module that index.js leads to.

    Otherwise the browser learns of a module when it has read the one that imports it, a journey for every level:
    a hundred modules in eight levels take half of the time in which the page opens.
    """
    links = [f'<link rel="modulepreload" href="{_SERVED}/{name}">' for name in modules()]
    return '<div class="cnnviz"></div>' + "".join(links)


def modules(start: str = "index.js") -> list[str]:
    """`start` and what it imports, directly or not, as paths below the component's folder."""
    found = [start]
    for name in found:  # grows on the way
        found += [other for other in _imports(FOLDER / name) if other not in found]
    return found


def _imports(path: Path) -> Iterator[str]:
    for name in dict.fromkeys(_IMPORT.findall(path.read_text(encoding="utf-8"))):
        yield (path.parent / name).resolve().relative_to(FOLDER.resolve()).as_posix()
