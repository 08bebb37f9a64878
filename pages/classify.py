"""Classification: the maps become one row, the row ten sums, the sums ten shares."""

from cnnviz.ui.chapters import classify

classify.page()
