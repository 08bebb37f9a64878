"""Numbers as a question prints them."""

import math

MINUS = "\N{MINUS SIGN}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"


def number(value: float, digits: int = 4) -> str:
    """Four digits that count, and a minus sign as wide as a plus.

    >>> number(0.03125), number(22.6184), number(0)
    ('0.03125', '22.62', '0')
    """
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return _signed(f"{value:.{min(decimals, digits + 1)}f}")


def fixed(value: float, decimals: int = 2) -> str:
    """So many decimals; never a minus before zero.

    >>> fixed(-0.001), fixed(0.5)
    ('0.00', '0.50')
    """
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else _signed(text)


def percentage(share: float) -> str:
    """A share of 1, with one decimal; what is not certain never reads 100.0 %, what is not impossible never 0.0 %."""
    percent = 100 * share
    if 0 < percent < 0.05:
        return f"<0.1{_NARROW}%"
    if 99.95 <= percent < 100:
        return f">99.9{_NARROW}%"
    return f"{percent:.1f}{_NARROW}%"


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
