"""The command line: what it prints, what it writes, and one clear line for what a user can mend."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import cnnviz
from cnnviz import cli, commands, mnist
from cnnviz.models import NAMES, build, count_parameters

SHAPES: dict[str, tuple[int, ...]] = {"input": (1, 28, 28), "conv1": (32, 26, 26), "relu1": (32, 26, 26)}
SHAPES |= {"pool1": (32, 13, 13), "flatten": (5408,), "dense": (10,), "softmax": (10,)}

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Pictures of a 7, a 2 and a 1: the first three of MNIST's test images."""
    test = mnist.load("test")
    assert test.labels[:3].tolist() == [7, 2, 1]
    folder = tmp_path_factory.mktemp("digits")
    paths = [folder / f"{label}.png" for label in test.labels[:3]]
    for path, image in zip(paths, test.images, strict=False):
        Image.fromarray(image).save(path)
    return [str(path) for path in paths]


def complaint(captured: Captured, *arguments: str) -> str:
    """The one line on standard error of a command that fails."""
    assert cli.main(arguments) == 2
    out, err = captured.readouterr()
    assert out == ""
    assert re.fullmatch(r"cnnviz: .+\n", err)
    return err


def test_predict_prints_a_line_an_image(digits: list[str], capsys: Captured) -> None:
    assert cli.main(["predict", *digits]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    for line, path, digit in zip(lines, digits, (7, 2, 1), strict=True):
        assert line.startswith(f"{path}: {digit} (")
        shown = {int(at): float(value) for at, value in re.findall(r"(\d) (\d\.\d{4})", line)}
        assert list(shown) == list(range(10))
        assert max(shown, key=shown.__getitem__) == digit
        assert sum(shown.values()) == pytest.approx(1, abs=10 * 0.00005)


@pytest.mark.parametrize("name", NAMES)
def test_json_for_one_image_is_one_object_with_what_the_trace_says(
    name: str, digits: list[str], capsys: Captured
) -> None:
    assert cli.main(["predict", digits[0], "--model", name, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["image", "model", "digit", "probabilities"]
    assert (told["image"], told["model"], told["digit"]) == (digits[0], name, 7)
    expected = cnnviz.trace(cnnviz.load_model(name), cnnviz.preprocess(digits[0])).probabilities
    np.testing.assert_array_equal(np.float32(told["probabilities"]), expected)


def test_json_for_several_images_is_a_list(digits: list[str], capsys: Captured) -> None:
    assert cli.main(["predict", "--json", *digits]) == 0
    assert [row["digit"] for row in json.loads(capsys.readouterr().out)] == [7, 2, 1]


def test_an_image_that_cannot_be_read_does_not_hide_the_others(digits: list[str], capsys: Captured) -> None:
    assert cli.main(["predict", "--json", digits[0], "nowhere.png", digits[1]]) == 2
    out, err = capsys.readouterr()
    assert [row["image"] for row in json.loads(out)] == digits[:2]
    assert re.fullmatch(r"cnnviz: .*nowhere\.png.*\n", err)


@pytest.mark.parametrize("json_too", [(), ("--json",)])
@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.png", b""), ("text.png", b"a digit, I promise"), ("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")],
)
def test_a_file_that_is_no_picture_is_one_clear_line(
    name: str, content: bytes, json_too: tuple[str, ...], tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / name).write_bytes(content)
    assert complaint(capsys, "predict", str(tmp_path / name), *json_too)


def test_a_missing_file_a_folder_and_a_blank_picture_are_one_clear_line_each(
    tmp_path: Path, capsys: Captured
) -> None:
    blank = tmp_path / "blank.png"
    Image.new("L", (40, 40), 255).save(blank)
    assert "nowhere.png" in complaint(capsys, "predict", "nowhere.png")
    assert str(tmp_path) in complaint(capsys, "predict", str(tmp_path))
    assert "blank" in complaint(capsys, "predict", str(blank))
    assert "blank" in complaint(capsys, "trace", str(blank), "--out", str(tmp_path / "none.npz"))
    assert not (tmp_path / "none.npz").exists()


def test_of_several_images_the_bad_one_is_named(
    digits: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").write_bytes(b"a digit, I promise")  # "a" is in the text of the error anyway
    Image.new("L", (40, 40), 255).save("b.png")
    assert cli.main(["predict", digits[0], "a", "b.png", "nowhere.png", ""]) == 2
    a, b, nowhere, empty = capsys.readouterr().err.splitlines()
    assert a.startswith("cnnviz: a: This is not a picture")
    assert b.startswith("cnnviz: b.png: The picture is blank")
    assert nowhere.startswith("cnnviz: There is no file 'nowhere.png'")
    assert empty.startswith("cnnviz: A picture file has a name; got ''.")
    assert complaint(capsys, "trace", "a", "--out", "a.npz").startswith("cnnviz: a: This is not a picture")


@pytest.mark.parametrize("out", ["seven.png", "./seven.png", "linked.png"])
def test_a_trace_is_not_written_over_its_own_picture(
    out: str, digits: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    picture = Path(digits[0]).read_bytes()
    Path("seven.png").write_bytes(picture)
    os.link("seven.png", "linked.png")
    assert "is the picture itself" in complaint(capsys, "trace", "seven.png", "--out", out)
    assert Path("seven.png").read_bytes() == picture


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict", "IMAGE", "IMAGE", "--model", "texbook"),
        ("trace", "IMAGE", "--model", "texbook", "--out", "x.npz"),
        ("train", "--model", "texbook"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_unknown_network_is_answered_with_the_known_ones(
    arguments: tuple[str, ...],
    digits: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    monkeypatch.chdir(tmp_path)
    line = complaint(capsys, *[digits[0] if part == "IMAGE" else part for part in arguments])
    assert "texbook" in line
    assert "two-block, textbook" in line
    assert not list(tmp_path.iterdir())


def test_trace_writes_every_stage_by_its_name(digits: list[str], tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "seven"  # the file is named as asked, without a suffix put behind
    assert cli.main(["trace", digits[0], "--out", str(out), "--model", "textbook"]) == 0
    trace = cnnviz.trace(cnnviz.load_model("textbook"), cnnviz.preprocess(digits[0]))
    with np.load(out) as arrays:
        assert {name: arrays[name].shape for name in arrays} == SHAPES
        for stage in trace:
            np.testing.assert_array_equal(arrays[stage.name], stage.values)
    assert re.search(r"^conv1 +32 × 26 × 26$", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("out", ["no/such/folder/seven.npz", "."])
def test_a_trace_that_cannot_be_written_is_one_clear_line(
    out: str, digits: list[str], tmp_path: Path, capsys: Captured
) -> None:
    line = complaint(capsys, "trace", digits[0], "--out", str(tmp_path / out))
    assert "cannot be written" in line
    assert "Name a file in a folder that exists" in line


def test_models_lists_the_networks_with_their_numbers(capsys: Captured) -> None:
    assert cli.main(["models"]) == 0
    heading, *lines = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert heading.split() == ["model", "parameters", "MNIST", "pictures", "strokes"]
    assert [line.split()[0] for line in lines] == list(NAMES)
    assert cli.main(["models", "--json"]) == 0
    for row, line in zip(json.loads(capsys.readouterr().out), lines, strict=True):
        assert row["parameters"] == count_parameters(build(row["model"]))
        assert f"{row['parameters']:,}" in line
        for what in ("mnist_test", "drawings_raster", "drawings_strokes"):
            assert f" {100 * row['accuracy'][what]:.2f} %" in line


def test_a_training_folder_that_cannot_be_written_is_said_before_the_training(
    tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "file").touch()
    line = complaint(capsys, "train", "--model", "textbook", "--out", str(tmp_path / "file"))
    assert f"{tmp_path / 'file'} cannot be written to" in line


def test_a_training_shows_a_bar_for_each_thing_it_does(capsys: Captured) -> None:
    from cnnviz.training.run import Event

    with commands.Progress() as progress:
        progress.show(Event("invented digits", 5, 10))
        progress.show(Event("invented digits", 10, 10))
        progress.show(Event("training", 1, 2, 0.5, 2.25))
        progress.show(Event("training", 2, 2, 1.0, 1.125, 0.9876))
    shown = capsys.readouterr().err
    assert re.search(r"invented digits: 100%.* 10/10 ", shown)
    assert re.search(r"training: 100%.* 2/2 .*loss=1.125.*held back=98.76 %", shown)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["predict"], "IMAGE"),
        (["trace", "x.png"], "--out"),
        (["train"], "--model"),
        (["--port", "9000", "models"], "are for the app, not for `models`"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_wrong_call_is_one_line_that_names_the_help(
    arguments: list[str], message: str, capsys: Captured
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert message in err
    assert re.fullmatch(r"cnnviz.*: .+ `cnnviz.* --help` shows what there is\.\n", err)


@pytest.mark.parametrize("command", [(), ("predict",), ("trace",), ("models",), ("train",)])
def test_every_option_is_explained(command: tuple[str, ...], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([*command, "--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    # Behind the option stands its explanation, or on the next line where the option is long.
    explained = re.findall(r"^  (-\S+(?:, -\S+)?(?: [A-Za-z.]+)*)(?: {2,}|\n {10,})\S", shown, re.MULTILINE)
    assert len(explained) == len(re.findall(r"^  -", shown, re.MULTILINE)) > 0


@pytest.mark.parametrize("arguments", [["--help"], ["models"], ["models", "--json"]])
def test_a_closed_pipe_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "cnnviz.cli", *arguments]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert ended.stderr == b""
    assert ended.returncode in (0, cli.CLOSED_PIPE)  # argparse keeps a failed --help to itself


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch, digits: list[str], capsys: Captured) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "read", interrupted)
    assert cli.main(["predict", digits[0]]) == 130
    assert capsys.readouterr() == ("", "\n")


def test_a_file_name_that_is_no_text_is_printed_all_the_same(digits: list[str], tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff.png"
    with open(odd, "wb") as file:
        file.write(Path(digits[0]).read_bytes())
    ended = subprocess.run([sys.executable, "-m", "cnnviz.cli", "predict", odd], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert r"\udcff.png: 7 (" in ended.stdout
