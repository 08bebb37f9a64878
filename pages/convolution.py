"""Convolution: a small window slides over the picture, multiplies, adds up, and makes a map."""

from cnnviz.ui.chapters import convolution

convolution.page()
