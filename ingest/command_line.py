"""Danish command lines: argparse with its headings and errors in the text catalogue's words."""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, Protocol

from ingest.catalogue import load_catalogue
from ingest.errors import HvidbogError, WrongUse


class _Output(Protocol):
    def write(self, text: str, /) -> object: ...


class _DanishFormatter(argparse.HelpFormatter):
    """Calls an option's value VÆRDI, or TAL where it is a number, and not by the option's English name in capitals."""

    def _get_default_metavar_for_optional(self, action: argparse.Action) -> str:
        kind = "number" if action.type in (int, float) else "value"
        return load_catalogue("ingest").text(f"command_line.{kind}")


class DanishParser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Danish and raises WrongUse instead of leaving the process."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False, allow_abbrev=False)
        self.formatter_class = _DanishFormatter
        texts = load_catalogue("ingest")
        self._positionals.title = texts.text("command_line.arguments")
        self._optionals.title = texts.text("command_line.options")
        self.add_argument("-h", "--help", action="help", help=texts.text("command_line.help"))

    def format_usage(self) -> str:
        """The usage line with a Danish heading."""
        return self._danish(super().format_usage())

    def format_help(self) -> str:
        """The whole help with a Danish heading."""
        return self._danish(super().format_help())

    def print_help(self, file: _Output | None = None) -> None:
        """Write the whole help to `file` or standard output. Raises OSError, which argparse's own swallows."""
        out = file or sys.stdout
        if out:
            out.write(self.format_help())

    def _danish(self, text: str) -> str:
        return re.sub(r"^usage:", load_catalogue("ingest").text("command_line.usage") + ":", text)

    def error(self, message: str) -> NoReturn:
        """Raise WrongUse with a Danish sentence for argparse's English `message`."""
        texts = load_catalogue("ingest")
        names = message.rsplit(": ", 1)[-1]
        if "required" in message:
            sentence = texts.text("command_line.missing", names=names)
        elif "unrecognized" in message:
            sentence = texts.text("command_line.unknown", names=names)
        else:
            name = re.match(r"argument ([^:]+)", message)
            sentence = texts.text("command_line.invalid", name=name.group(1) if name else names)
        raise WrongUse(f"{sentence} {texts.text('command_line.see_help', command=self.prog)}")


def run(command: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    """The exit code of `command(argv)`; an error of ours becomes its sentence on standard error and its own code."""
    try:
        return _flushed(command, argv)
    except HvidbogError as error:
        _complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has gone ("| head"); nothing is wrong, and nothing more can be said.
        return 0
    except OSError:
        _complain(load_catalogue("ingest").text("command_line.failed"))
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        _give_up_output()


def _flushed(command: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    """The exit code of `command(argv)`, once all that it printed is out; else a full disk would show only at the end."""
    try:
        code = command(argv)
    except SystemExit:  # after --help
        _flush()
        raise
    _flush()
    return code


def _flush() -> None:
    # There is no standard output where the caller has closed it.
    if sys.stdout and not sys.stdout.closed:
        sys.stdout.flush()


def _give_up_output() -> None:
    """Close standard output where it takes nothing more; else Python complains in English when it ends."""
    try:
        _flush()
    except OSError:
        with contextlib.suppress(OSError):
            sys.stdout.close()


def _complain(sentence: str) -> None:
    if sys.stderr:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{sentence}\n")
