"""Break it: how far the answer holds when the digit is changed, or the network."""

from cnnviz.ui.chapters import break_it

break_it.page()
