"""A stack that holds every kind of layer, off the beaten track."""

from cnnviz.stacks.layers import AveragePooling, Convolution, Dense, Dropout, Flatten, MaxPooling, Relu, Tanh
from cnnviz.stacks.stack import Stack

MIXED: Stack = (
    Convolution(4, 5, 2, 1), Tanh(), MaxPooling(3, 2), Dropout(0.3), Convolution(6, 3, 1, 2), Relu(),
    AveragePooling(2, 1), Flatten(), Dense(20), Relu(), Dropout(), Dense(),
)  # fmt: skip
