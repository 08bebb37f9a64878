"""Draw a digit and watch the whole network read it."""

from cnnviz.ui import draw

draw.page()
