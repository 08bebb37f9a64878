"""Experiments with a network, one a module: a plain function from what is tried to a frozen dataclass. NumPy out."""
