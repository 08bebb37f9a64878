"""The page's address holds the view: reloaded or shared, it opens the same one."""

import re

import pytest
from conftest import Visit
from detail_page import Cell, DetailPage, close_to, recorded
from draw_page import read

from cnnviz.ui.desk import Desk

_SCALE = ".nv-choice[aria-pressed=true]"


def test_a_shared_address_opens_the_same_cell_scale_and_precision(visit: Visit, detail: DetailPage) -> None:
    detail.draw.choose_model("textbook")
    detail.choose_scale("network")
    detail.open("conv1", 7)
    detail.point(4, 6)
    detail.root.get_by_test_id("precision").check()
    detail.page.wait_for_function("() => /cell=4.6&.*precision=full/.test(location.search)")
    assert "model=textbook&map=conv1.7" in detail.page.url
    other = DetailPage(visit(detail.page.url))
    cell = Cell("conv1", 7, 4, 6)
    other.wait_for_cell(cell)
    assert other.draw.network.get_attribute("data-model") == "textbook"
    assert other.root.get_by_test_id("precision").is_checked()
    stage = read(Desk(model="textbook")).trace["conv1"]
    other.wait_for("d.dataset.value")
    assert close_to(other.value, recorded(stage, cell), stage)
    assert other.printed() == detail.printed()
    assert len(other.printed()) > 7
    # The colours are those of one scale for the whole network, in the detail too.
    pixels = [page.draw.painted()["conv1", 3] for page in (detail, other)]
    assert (pixels[0] == pixels[1]).all()
    other.close()
    assert other.page.locator(_SCALE).inner_text() == "network"
    assert re.search(r"\?model=textbook&scale=network&precision=full$", other.page.url)
    detail.root.get_by_test_id("precision").uncheck()
    detail.close()
    detail.choose_scale("layer")


def test_reloading_keeps_the_view_and_the_way_back_leads_out_of_it(visit: Visit) -> None:
    detail = DetailPage(visit())
    detail.open("conv2_1", 9)
    detail.press("ArrowLeft", "ArrowUp")
    cell = detail.cell
    assert cell
    detail.page.wait_for_function(f"() => location.search.includes('cell={cell.row}.{cell.column}')")
    detail.page.reload()
    detail.draw.wait_for("Number(n.dataset.revision) > 0", 30)
    detail.wait_for_cell(cell)
    assert detail.draw.prediction == "3"
    detail.close()
    assert "?" not in detail.page.url


def test_the_browsers_way_forward_opens_the_cell_again(detail: DetailPage) -> None:
    cell = detail.open("conv2_1", 9)
    detail.page.wait_for_function("() => location.search.includes('map=conv2_1.9')")
    detail.page.go_back()
    detail.wait_until_closed()
    detail.page.go_forward()
    detail.wait_for_cell(cell)


def test_what_others_wrote_into_the_address_stays(visit: Visit, server: str) -> None:
    detail = DetailPage(visit(f"{server}/?embed=false&lesson=2#part"))
    detail.open("conv1_2", 2)
    detail.page.wait_for_function("() => location.search.includes('map=conv1_2.2')")
    assert "lesson=2" in detail.page.url
    detail.close()
    assert detail.page.url.endswith("lesson=2#part")


def test_a_link_paints_the_network_that_it_names_and_no_other_before(visit: Visit, server: str) -> None:
    page = visit("about:blank")
    page.page.add_init_script(
        """
        window.seen = new Set();
        new MutationObserver(() => {
            const network = document.querySelector('[data-testid=network]');
            if (network?.dataset.model) window.seen.add(network.dataset.model);
        }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-model', 'data-revision'] });
        """
    )
    page.open(f"{server}/?model=textbook")
    page.wait_for("n.dataset.exact === 'true'")
    assert page.page.evaluate("() => [...window.seen]") == ["textbook"]
    assert page.page.get_by_test_id("model").input_value() == "textbook"
    assert page.alert.is_hidden()
    assert page.probabilities() == pytest.approx(read(Desk(model="textbook")).probabilities, abs=1e-6)


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("model=none", "no network “none” (there are two-block, textbook"),
        ("map=conv9.1", "two-block has no stage “conv9”"),
        ("map=conv1_1.99&cell=100.100", "conv1_1 has the maps 0 to 7 and no map 99"),
        ("map=conv1_1", "“conv1_1” is no map"),
        ("map=", "“” is no map"),
        ("cell=1.1", "the cell “1.1” comes without its map"),
        ("scale=none", "no scale “none”"),
        ("precision=half", "no precision “half”"),
        ("map=conv1_1.2&cell=-1.x", "no cell “-1.x”, so 0.0 is opened"),
        ("map=conv1_1.2&cell=100.0", "no cell “100.0”, so 0.0 is opened"),
        ("model=none&map=conv9.1&scale=none", "“none” (there are "),
    ],
)
def test_a_broken_address_opens_what_there_is_and_says_what_is_not(
    visit: Visit, server: str, search: str, said: str
) -> None:
    detail = DetailPage(visit(f"{server}/?{search}"))
    detail.draw.wait_for("n.dataset.prediction === '3'")
    assert detail.draw.network.get_attribute("data-model") == "two-block"
    message = detail.draw.alert.inner_text()
    assert said in message
    if search.count("&") == 2:  # one message for all of it
        assert message.count("so ") == 3
    if search.startswith("map=conv1_1.2&"):  # a map that there is: its first cell
        detail.wait_for_cell(Cell("conv1_1", 2, 0, 0))
        return
    assert not detail.is_open()
    assert detail.page.locator(_SCALE).inner_text() == "layer"
    assert len(detail.draw.painted()) == len(detail.draw.maps())


def test_the_message_about_the_address_goes_with_the_next_thing_done(visit: Visit, server: str) -> None:
    page = visit(f"{server}/?model=none")
    assert "no network “none”" in page.alert.inner_text()
    page.choose_sample(0)
    assert page.alert.is_hidden()
