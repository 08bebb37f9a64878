"""Questions made from a reading of the learner's own digit. They know tensors, not pages.

Each right answer is computed here, in NumPy, from what was recorded: the page draws with another code.
"""
