"""Training: how the networks that ship with cnnviz came about, and how to make them again."""
