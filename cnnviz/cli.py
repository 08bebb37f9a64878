"""The command `cnnviz`: the app, and the same route for the terminal.

What a user can mend (a file, a name, a port) is one line on standard error and exit status 2.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import cnnviz
from cnnviz.errors import CnnvizError

DEFAULT_MODEL = "two-block"
USER_ERROR = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count
CLOSED_PIPE = 141  # 128 + SIGPIPE


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where the help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(USER_ERROR, f"{self.prog}: {message}. `{self.prog} --help` shows what there is.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status comes out."""
    try:
        return run(arguments)
    except CnnvizError as error:
        complain(error)
        return USER_ERROR
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # `cnnviz models | head -1`: nobody reads on. Python would flush once more at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE


def run(arguments: Sequence[str] | None) -> int:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file name may be no text at all
    try:
        top = parser()
        options = top.parse_args(arguments)
        given = options.port is not None or options.host or options.no_browser
        if options.command and given:
            top.error(f"--port, --host and --no-browser start the app; they mean nothing to `{options.command}`")
        return options.run(options) or 0
    finally:
        sys.stdout.flush()


def parser() -> argparse.ArgumentParser:
    top = OneLineParser(
        prog="cnnviz",
        description="Draw a digit in the browser and watch a small convolutional network read it. "
        "Without a command: start the app and open the browser.",
        epilog="`cnnviz COMMAND --help` explains a command. Everything stays on this machine.",
    )
    top.add_argument("--version", action="version", version=f"cnnviz {cnnviz.__version__}")
    top.add_argument(
        "--port", type=port_number, metavar="N", help="port of the app (default: 8501, or the next free one)"
    )
    top.add_argument(
        "--host", metavar="H", help="address to listen on (default: 127.0.0.1; 0.0.0.0 opens it to a class)"
    )
    top.add_argument("--no-browser", action="store_true", help="start the app without opening the browser")
    top.set_defaults(run=start_app)
    commands = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    predict = add(commands, "predict", predict_images, "read pictures of digits: probabilities, a line an image")
    predict.add_argument("images", nargs="+", metavar="IMAGE", help="a picture of one digit (PNG, JPEG, ...)")
    add_model(predict)
    predict.add_argument(
        "--json", action="store_true", help="print one object, or a list of them for several images"
    )

    trace = add(commands, "trace", trace_image, "save what every stage of the network gives out for a picture")
    trace.add_argument("image", metavar="IMAGE", help="a picture of one digit (PNG, JPEG, ...)")
    trace.add_argument(
        "--out", required=True, type=Path, metavar="FILE.npz", help="NumPy file, an array a stage, by its name"
    )
    add_model(trace)

    models = add(commands, "models", list_models, "the networks with their parameters and measured accuracy")
    models.add_argument("--json", action="store_true", help="print a list of objects")

    train = add(commands, "train", train_model, "retrain a network that ships with cnnviz from its recipe")
    train.add_argument("--model", required=True, metavar="NAME", help="which network; `cnnviz models` lists them")
    train.add_argument(
        "--out",
        type=Path,
        default=Path("trained"),
        metavar="DIR",
        help="folder for the weights and the model card (default: trained)",
    )
    return top


def add(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int | None], summary: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + "."
    )
    command.set_defaults(run=run)
    return command


def add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        default=DEFAULT_MODEL,
        metavar="NAME",
        help=f"which network reads it (default: {DEFAULT_MODEL}; `cnnviz models` lists them)",
    )


def port_number(text: str) -> int:
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; a port is a whole number from 1 to 65535")


def complain(error: Exception) -> None:
    print(f"cnnviz: {' '.join(str(error).split())}", file=sys.stderr)


def start_app(options: argparse.Namespace) -> None:
    from cnnviz import server

    server.start(host=options.host or server.HOST, port=options.port, browser=not options.no_browser)


def predict_images(options: argparse.Namespace) -> int:
    """A line an image; one that cannot be read costs its own line on standard error and the status."""
    status = 0
    found: list[dict[str, Any]] = []
    for image in options.images:
        try:
            probabilities = read(image, options.model).trace.probabilities
        except CnnvizError as error:
            complain(error)
            status = USER_ERROR
            continue
        row = {
            "image": image,
            "model": options.model,
            "digit": int(probabilities.argmax()),
            "probabilities": [float(value) for value in probabilities],
        }
        found.append(row)
        if not options.json:
            print(prediction_line(row))
    if options.json and found:
        print(json.dumps(found if len(options.images) > 1 else found[0]))
    return status


def prediction_line(row: dict[str, Any]) -> str:
    """The answer, then the ten probabilities.

    >>> prediction_line({"image": "three.png", "digit": 1, "probabilities": [0.25, 0.75] + [0.0] * 8})
    'three.png: 1 (75.00 %)  0 0.2500  1 0.7500  2 0.0000  3 0.0000  4 0.0000  5 0.0000  6 0.0000  7 0.0000  8 0.0000  9 0.0000'
    """
    each = "  ".join(f"{digit} {value:.4f}" for digit, value in enumerate(row["probabilities"]))
    return f"{row['image']}: {row['digit']} ({row['probabilities'][row['digit']]:.2%})  {each}".replace("%", " %")


def trace_image(options: argparse.Namespace) -> None:
    from io import BytesIO

    import numpy as np

    stages = {stage.name: stage.values for stage in read(options.image, options.model).trace.stages}
    file = BytesIO()
    np.savez_compressed(file, **stages)
    try:
        options.out.write_bytes(file.getvalue())
    except OSError as error:
        raise CnnvizError(
            f"{options.out} cannot be written ({error.strerror}). Name a file in a folder that exists "
            "and may be written to."
        ) from None
    for name, values in stages.items():
        print(f"{name:10} {' × '.join(map(str, values.shape))}")
    print(f"{options.out} ({len(stages)} stages)")


def list_models(options: argparse.Namespace) -> None:
    from cnnviz.models import NAMES, card

    cards = [card(name) for name in NAMES]
    if options.json:
        print(json.dumps(cards))
        return
    for entry in cards:
        print(entry)


def train_model(options: argparse.Namespace) -> None:
    raise NotImplementedError


def read(image: str, model: str) -> Any:
    from cnnviz import pipeline

    return pipeline.read(image, model)


if __name__ == "__main__":
    sys.exit(main())
