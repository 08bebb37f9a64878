"""Evidence: which ink made it this digit, in five ways, and when such a map deserves trust."""

from cnnviz.ui.chapters import evidence

evidence.page()
