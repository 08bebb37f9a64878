"""The command `cnnviz`: the app, and the same route for the terminal.

What a user can mend (a file, a name, a port) is one line on standard error and exit status 2.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import cnnviz
from cnnviz import commands
from cnnviz.commands import USER_ERROR, complain
from cnnviz.errors import CnnvizError

DEFAULT_MODEL = "two-block"
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
            top.error(f"--port, --host and --no-browser are for the app, not for `{options.command}`")
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
        "--port",
        type=port_number,
        metavar="N",
        help="port of the app (default: 8501, or the next free one; 0: any free one)",
    )
    top.add_argument(
        "--host", metavar="H", help="address to listen on (default: 127.0.0.1; 0.0.0.0 opens it to a class)"
    )
    top.add_argument("--no-browser", action="store_true", help="start the app without opening the browser")
    top.set_defaults(run=commands.start_app)
    below = top.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    about = "read pictures of digits: probabilities, a line an image"
    predict = add(below, "predict", commands.predict_images, about)
    predict.add_argument("images", nargs="+", metavar="IMAGE", help="a picture of one digit (PNG, JPEG, ...)")
    add_model(predict)
    predict.add_argument(
        "--json", action="store_true", help="print one object, or a list of them for several images"
    )

    about = "save what every stage of the network gives out for a picture"
    trace = add(below, "trace", commands.trace_image, about)
    trace.add_argument("image", metavar="IMAGE", help="a picture of one digit (PNG, JPEG, ...)")
    trace.add_argument(
        "--out", required=True, type=Path, metavar="FILE.npz", help="NumPy file to write: an array a stage"
    )
    add_model(trace)

    about = "the networks with their parameters and measured accuracy"
    models = add(below, "models", commands.list_models, about)
    models.add_argument("--json", action="store_true", help="print a list of objects")

    about = "retrain a network that ships with cnnviz from its recipe"
    train = add(below, "train", commands.train_model, about)
    train.add_argument("--model", required=True, metavar="NAME", help="a name that `cnnviz models` lists")
    train.add_argument(
        "--out",
        type=Path,
        default=Path("trained"),
        metavar="DIR",
        help="folder for the weights and the model card (default: trained)",
    )
    return top


def add(
    below: Any, name: str, run: Callable[[argparse.Namespace], int | None], summary: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = below.add_parser(
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
    raise argparse.ArgumentTypeError(f"{text!r} is no port; a port is a whole number from 0 to 65535 (0: any free one)")


if __name__ == "__main__":
    sys.exit(main())
