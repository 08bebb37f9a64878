"""A component's modules as one script: what the browser would otherwise ask for file by file.

The modules stay as they are written, and run as they are without this. Nothing is built or kept: the server
puts them one behind the other when the first visitor asks, each in a function of its own, and `linked` holds
what each gives. A module that is imported later (`await import("./x.js")` or `() => import("./x.js")`) comes as
a second script, with what the first one does not hold.
"""

import re
from functools import cache
from os.path import relpath
from pathlib import Path

from cnnviz.errors import CnnvizError

# `import { … } from "./x.js";` at the beginning of a line; in a comment it stands behind a star.
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]+)";$', re.MULTILINE)
# `import("./x.js").Name` in a comment names a type.
_LATER = re.compile(r'(await|=>) import\("(\.[^"]+)"\)(?!\.)')
_EXPORT = re.compile(r"^export (default )?((?:async )?function|const|class) (\w+)", re.MULTILINE)
_NOTHING = re.compile(r"^export \{\};$", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
_STYLE = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)


def modules(root: Path, start: str) -> tuple[str, ...]:
    """`start` and what it imports at once, directly or not: paths below `root`, each behind what it imports.

    Raises CnnvizError for modules that import each other in a circle.
    """
    order: list[str] = []
    _visit(root, start, order, ())
    return tuple(order)


def _visit(root: Path, name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise CnnvizError(f"Modules import each other in a circle: {' -> '.join((*above, name))}. Cut one import.")
    if name in order:
        return
    for _, other in _IMPORT.findall(_text(root, name)):
        _visit(root, _beside(name, other), order, (*above, name))
    order.append(name)


@cache
def later(root: Path, entry: str) -> frozenset[str]:
    """The modules that `entry`, or what it imports, imports later: paths below `root`."""
    known = modules(root, entry)
    return frozenset(_beside(name, other) for name in known for _, other in _LATER.findall(_text(root, name)))


@cache
def script(root: Path, entry: str, second: str | None = None) -> str:
    """The script of `entry`, or of what is imported `second`, behind it: paths below `root`.

    Raises CnnvizError for a module with an import or export of another form.
    """
    first = modules(root, entry)
    names = [name for name in modules(root, second or entry) if second is None or name not in first]
    pieces = [_function(root, entry, name) for name in names]
    if second is None:
        return "\n".join(["export const linked = {};", *pieces, f'export default linked["{entry}"].default;\n'])
    given = ", ".join(name for _, _, name in _EXPORT.findall(_text(root, second)))
    head = f'import {{ linked }} from "{_seen_from(second, entry)}";'
    return "\n".join([head, *pieces, f'export const {{ {given} }} = linked["{second}"];\n'])


def _function(root: Path, entry: str, name: str) -> str:
    """One module as a function that runs at once and gives what the module exports."""
    text = _text(root, name)
    given = ", ".join(f"default: {own}" if default else own for default, _, own in _EXPORT.findall(text))
    text = _IMPORT.sub(lambda found: _taken(found[1], _beside(name, found[2])), text)
    text = _LATER.sub(lambda found: f'{found[1]} import("{_address(entry, _beside(name, found[2]))}")', text)
    text = _NOTHING.sub("", _EXPORT.sub(r"\2 \3", text))
    if other := _OTHER.search(text):
        raise CnnvizError(
            f'{name} has `{other[0]}`. Modules here import with `import {{ name }} from "./x.js";` '
            "and export a function, const or class where it is made."
        )
    return f'linked["{name}"] = (() => {{\n{text}\nreturn {{ {given} }};\n}})();'


def _taken(names: str, source: str) -> str:
    """`const { a, b: c } = linked["x.js"];` <- `a, b as c`"""
    return f'const {{{names.replace(" as ", ": ")}}} = linked["{source}"];'


def _address(entry: str, second: str) -> str:
    """Where a second script is asked for, seen from the first one, which it needs."""
    return f"{_seen_from(entry, second)}?behind={entry}"


def _seen_from(name: str, other: str) -> str:
    way = Path(relpath(other, Path(name).parent)).as_posix()
    return way if way.startswith(".") else f"./{way}"


def _beside(name: str, other: str) -> str:
    """Path below the root of what `name` imports as `other`."""
    return Path(relpath(Path("/", name).parent / other, "/")).as_posix()


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


@cache
def style(path: Path) -> str:
    """A style with the styles that it imports, in their order."""
    text = path.read_text(encoding="utf-8")
    return _STYLE.sub(lambda found: style((path.parent / found[1]).resolve()), text)
