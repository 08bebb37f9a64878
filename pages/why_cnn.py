"""Why CNNs: three claims tested on the visitor's digit: fewer numbers, a feature anywhere, better on pictures."""

from cnnviz.ui.chapters import why_cnn

why_cnn.page()
