"""ReLU: what max(0, x) does to a map, and what the network would be without it."""

from cnnviz.ui.chapters import relu

relu.page()
