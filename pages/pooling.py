"""Pooling: of each window one number stays, and what that does when the digit moves."""

from cnnviz.ui.chapters import pooling

pooling.page()
