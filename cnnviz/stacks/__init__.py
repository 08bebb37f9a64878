"""Stacks: networks that the learner builds from layers, and their code."""
