"""The HTML that a component starts from."""


def html(component: str) -> str:
    """The root of "network" or "chapter"."""
    return f'<div class="cnnviz cnnviz-{component}-root"></div>'
