"""Torch and the networks, loaded once for all visitors."""

import gc
from functools import cache


@cache
def ready() -> None:
    """Load every network, run each once, and take what was loaded out of the garbage collector's way.

    Streamlit collects garbage after each script run; with torch's modules in the heap
    that takes up to 250 ms each time, and under 10 ms once they are frozen.
    """
    import torch

    # One visitor's pass is far too small to split; thirty visitors' passes get in each other's way.
    torch.set_num_threads(1)
    from cnnviz.ui import reading

    reading.networks()
    gc.collect()
    gc.freeze()
