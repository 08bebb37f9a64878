"""The workshop: training runs of the learner's own stacks, in worker processes, with a fair queue before them."""
