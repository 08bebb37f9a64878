"""What was measured beforehand on test sets: recounted here on parts of them, and refused when it is damaged."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import digit_code, mnist, models
from cnnviz.errors import DataError
from cnnviz.experiments import measured
from cnnviz.experiments.measured import COMPARED, SETS, failures, measured_set, shift_accuracy
from cnnviz.experiments.shift_map import NETWORKS
from cnnviz.experiments.test_sets import MADE, confusion

PART = range(0, 10_000, 37)


def tensor(place: int) -> torch.Tensor:
    return torch.from_numpy(mnist.load("test").images[place].astype(np.float32) / 255)[None, None]


def changed(name: str, place: int) -> torch.Tensor:
    image = tensor(place)
    if name == "moved":
        return F.pad(image, ((3, -3, 0, 0), (0, 0, 3, -3), (-3, 3, 0, 0), (0, 0, -3, 3))[place % 4])
    if name == "thick":
        return F.unfold(F.pad(image, (1, 1, 1, 1)), 3).amax(dim=1).reshape(1, 1, 28, 28)
    return image


@pytest.mark.parametrize("name", list(MADE))
def test_a_part_of_the_readings_comes_out_the_same_again(name: str) -> None:
    found = measured_set(name)
    assert len(found.labels) == 10_000
    for place in PART:
        image = changed(name, place)
        made = MADE[name](mnist.load("test").images, [place])[0]
        np.testing.assert_allclose(made / 255, image[0, 0].numpy(), atol=1e-6)
        for network in COMPARED:
            assert models.load_model(network)(image).argmax() == found.read[network][place]


def test_accuracies_of_unchanged_sets_are_those_of_the_model_cards() -> None:
    for network in COMPARED:
        card = models.card(network)["accuracy"]
        assert measured_set("mnist").accuracy(network) == pytest.approx(card["mnist_test"], abs=1e-9)
        assert measured_set("drawings").accuracy(network) == pytest.approx(card["drawings_strokes"], abs=1e-9)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("network", COMPARED)
def test_failures_are_read_wrongly_and_their_codes_bring_them_back(name: str, network: str) -> None:
    of = measured_set(name)
    found = failures(of, network)
    assert len(found) == 24
    for one in found:
        assert one.read[network] != one.label
        image = digit_code.decoded(one.code)
        assert (image == one.picture).all()
        for each in COMPARED:
            assert models.load_model(each)(torch.from_numpy(image.copy())[None, None]).argmax() == one.read[each]
    table = confusion(of.labels, of.read[network])
    assert table.sum() == len(of.labels)
    assert table.trace() / table.sum() == pytest.approx(of.accuracy(network))
    label, read = np.unravel_index((table - np.diag(np.diag(table))).argmax(), table.shape)
    chosen = failures(of, network, int(label), int(read), most=500)
    assert 0 <= table[label, read] - len(chosen) <= 0.1 * table[label, read] + 1  # sixteen shades may change a reading
    assert all((one.label, one.read[network]) == (label, read) for one in chosen)
    empty = np.argwhere(table == 0)
    if len(empty):
        assert failures(of, network, int(empty[0][0]), int(empty[0][1])) == []


def test_a_moved_part_of_the_test_set_is_read_as_often_as_was_written_down() -> None:
    found = shift_accuracy()
    images, labels = mnist.load("test").images[::5], mnist.load("test").labels[::5]
    assert found.count == len(images) == 2_000
    still = torch.from_numpy(images.astype(np.float32) / 255)[:, None]
    for name in NETWORKS:
        for down, right in ((0, 0), (0, 4), (-5, 2)):
            read = models.load_model(name)(F.pad(still, (right, -right, down, -down))).argmax(dim=1).numpy()
            wanted = int((read == labels).sum())
            # Sums in another order may turn a reading that hangs in the balance.
            assert abs(int(found.right["plain"][name][down + 8, right + 8]) - wanted) <= 1
        straight = found.straight("plain", name)
        assert straight[0] == found.right["plain"][name][8, 8] / 2_000
        assert straight[0] > straight[4] > straight[8]
        assert found.straight("centred", name)[4] > 0.95 * straight[0]


def test_a_missing_damaged_or_foreign_file_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read.*make.py"):
        measured_set("mnist", tmp_path / "nowhere")
    with pytest.raises(DataError, match="There is no test set 'emnist'"):
        measured_set("emnist")
    for name in ("test_sets.json", "shift_accuracy.json"):
        shutil.copy(measured.folder_of_measured() / name, tmp_path)
    content = json.loads((tmp_path / "test_sets.json").read_text())
    content["sets"]["moved"]["read"]["dense"] = "123"
    (tmp_path / "test_sets.json").write_text(json.dumps(content))
    with pytest.raises(DataError, match="damaged.*another number of readings"):
        measured_set("mnist", tmp_path)
    content = json.loads((tmp_path / "shift_accuracy.json").read_text())
    content["weights_sha256"]["dense"] = "0" * 64
    (tmp_path / "shift_accuracy.json").write_text(json.dumps(content))
    with pytest.raises(DataError, match="other weights of 'dense'"):
        shift_accuracy(tmp_path)
