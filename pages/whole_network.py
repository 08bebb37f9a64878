"""The whole network: from your digit to the answer, stage after stage, and what each stage costs."""

from cnnviz.ui.chapters import whole_network

whole_network.page()
