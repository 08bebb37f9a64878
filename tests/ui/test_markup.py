"""The page names every module of the network view at once."""

import re

from cnnviz.ui import markup


def test_every_module_that_is_imported_is_named_once_and_exists() -> None:
    found = markup.modules("network/index.js")
    assert found[0] == "network/index.js"
    assert len(found) == len(set(found)) > 50
    text = "".join((markup.FOLDER / name).read_text() for name in found)
    # What stands behind any `from` in the modules is among them, told by its file's name.
    imported = set(re.findall(r'\bfrom "\.[^"]*?([^/"]+\.js)"', text))
    assert imported <= {name.rpartition("/")[2] for name in found}


def test_the_html_is_a_root_and_links() -> None:
    assert markup.html("network").startswith('<div class="cnnviz cnnviz-network-root"></div><link')
    assert markup.html("network").count('rel="modulepreload"') == len(markup.modules("network/index.js"))
    assert "cnnviz.network/network/view/network-view.js" in markup.html("network")
