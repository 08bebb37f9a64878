"""Experiments on a network and a digit, one a module: a plain function, a frozen result, NumPy out."""
