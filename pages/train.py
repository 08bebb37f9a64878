"""Train: a network built from layers, trained here on MNIST, watched as it learns one's own digit."""

from cnnviz.ui.chapters import train

train.page()
