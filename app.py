"""Table of contents: the chapters and their order.

Streamlit runs this file as a script for each visitor. The server imports it as a
module, once, and finds `app`: the same pages with the live route beside them.
"""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent

# File below pages/, title in the menu. The order here is the order of the lesson.
CHAPTERS = (
    ("draw", "Draw"),
    ("convolution", "Convolution"),
    ("relu", "ReLU"),
    ("pooling", "Pooling"),
    ("classify", "Classify"),
    ("whole_network", "Whole network"),
    ("why_cnn", "Why CNNs"),
    ("break_it", "Break it"),
    ("evidence", "Evidence"),
    ("train", "Train"),
)

if __name__ == "__main__":
    from cnnviz.ui import shell

    shell.open_book(HERE, CHAPTERS)
else:
    from cnnviz.ui import live

    app = st.App(HERE / "app.py", routes=live.routes(), middleware=live.middleware(), lifespan=live.lifespan)
