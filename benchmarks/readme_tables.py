"""Fills the tables of README.md: accuracy from the model cards, speed from the measurements in benchmarks/results/.

    python benchmarks/readme_tables.py            # write README.md anew
    python benchmarks/readme_tables.py --check    # exit status 1 when it says something else than the files

A file in benchmarks/results/ is a list of measurements:
`{"what": "pen-up to all maps painted", "unit": "ms", "median": 41.2, "p95": 77.0, "goal": "median 60, 95 % in 120"}`;
`p95` is null where a thing was measured once.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cnnviz.models import NAMES, card

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
RESULTS = HERE / "results"
MEASURED = {  # as the cards name it, and as the table does
    "mnist_test": "MNIST",
    "drawings_raster": "drawings as pictures",
    "drawings_strokes": "drawings as strokes",
}


def accuracy_table() -> str:
    """A row a network: parameters, and the share of pictures read rightly, in percent."""
    cards = [card(name) for name in NAMES]
    rows = [
        [f"`{name}`", f"{entry['parameters']:,}", *(percent(entry, what) for what in MEASURED)]
        for name, entry in zip(NAMES, cards, strict=True)
    ]
    on = cards[0]["measured_on"]
    notes = [f"*{title}*: {on[what]}." for what, title in MEASURED.items()]
    return table(["network", "parameters", *MEASURED.values()], rows) + "\n\n" + " ".join(notes)


def percent(entry: dict[str, Any], what: str) -> str:
    """
    >>> percent({"accuracy": {"mnist_test": 0.9931}}, "mnist_test")
    '99.31'
    """
    return f"{100 * entry['accuracy'][what]:.2f}"


def speed_table() -> str:
    """A row a measurement, in the order of the files' names."""
    found = [entry for path in sorted(RESULTS.glob("*.json")) for entry in json.loads(path.read_text())]
    rows = [[entry["what"], figure(entry, "median"), figure(entry, "p95"), entry["goal"]] for entry in found]
    return table(["what", "median", "95th percentile", "goal"], rows) if rows else ""


def figure(entry: dict[str, Any], which: str) -> str:
    """Three digits, which is more than such measurements repeat to.

    >>> figure({"median": 41.23, "p95": None, "unit": "ms"}, "median")
    '41.2 ms'
    >>> figure({"median": 41.23, "p95": None, "unit": "ms"}, "p95")
    '–'
    """
    value = entry[which]
    if value is None:
        return "–"
    places = next((places for limit, places in ((10, 2), (100, 1)) if abs(value) < limit), 0)
    return f"{value:,.{places}f} {entry['unit']}".strip()


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Markdown; every column but the first stands to the right when it holds numbers.

    >>> print(table(["a", "b"], [["x", "1"]]))
    | a | b |
    |---|--:|
    | x | 1 |
    """
    numbers = [all(re.match(r"[\d–]", row[at]) for row in rows) for at in range(len(heads))]
    lines = [heads, ["--:" if number else "---" for number in numbers], *rows]
    return "\n".join(
        f"|{'|'.join(line)}|" if at == 1 else f"| {' | '.join(line)} |" for at, line in enumerate(lines)
    )


TABLES: dict[str, Callable[[], str]] = {"accuracy": accuracy_table, "speed": speed_table}


def filled(text: str) -> str:
    """The README with each block between `<!-- table: NAME -->` and `<!-- end of table -->` made anew."""

    def block(found: re.Match[str]) -> str:
        content = TABLES[found["name"]]()
        return f"{found['start']}\n\n{content}\n\n{found['end']}" if content else f"{found['start']}\n{found['end']}"

    start, end = r"(?P<start><!-- table: (?P<name>\w+) [^\n]*-->)", r"(?P<end><!-- end of table -->)"
    return re.sub(f"{start}\n.*?{end}", block, text, flags=re.DOTALL)


def main() -> int:
    text = README.read_text(encoding="utf-8")
    wanted = filled(text)
    if "--check" in sys.argv:
        if wanted != text:
            print("README.md says something else than the model cards and results. Run this script.", file=sys.stderr)
        return int(wanted != text)
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
