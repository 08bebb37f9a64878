"""Experiments with a network and a digit, one a module: plain functions that give frozen results in NumPy."""
