"""What a stage costs: the multiplications of one pass. What it learned is `Stage.parameters`. NumPy only."""

from cnnviz.stage import Kind, Stage


def multiplications(stage: Stage) -> int:
    """How often the stage multiplies a number by a weight in one pass, the zeros of the padding included.

    A convolution: every cell it gives out x kernel x maps it looks at. A dense layer: numbers in x numbers out.
    0 for a stage without weights: it compares, adds up, divides or hands on.
    """
    if stage.weight is None:
        return 0
    if stage.kind is Kind.CONVOLUTION:
        return int(stage.values.size * stage.weight[0].size)
    return int(stage.weight.size) if stage.kind is Kind.DENSE else 0
