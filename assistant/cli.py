"""The command line: what can be typed, and the exit codes (0 any answer, 1 failure, 2 misuse).

Only the standard library is imported here, so that `--help` is instant; a command's own imports happen when it runs.
The commands of `evals` are found by entry point, since that package stands above this one.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, NoReturn

from ingest.errors import BadInput, PlanAssistantError

FAILURE, MISUSE, INTERRUPTED = 1, 2, 130
LANGUAGE = "PLAN_ASSISTANT_LANGUAGE"
COMMANDS = "plan_assistant.commands"
KINDS = ("task", "target", "duty", "basis", "report", "recipient", "header", "disagreement")
FORMATS = ("table", "json", "csv", "xlsx")


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` whose errors are one line, and whose options are typed in full, so that scripts last."""

    def __init__(self, **given: Any) -> None:
        super().__init__(allow_abbrev=False, **given)

    def error(self, message: str) -> NoReturn:
        name = message.removeprefix("unrecognized arguments: ")
        if name != message and Path(name).exists():
            message = f"{message}; a file whose name begins with a dash is written ./{name}"
        raise BadInput(f"{message} (see {self.prog} --help)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Errors are one line on stderr."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(arguments)
    except BadInput as error:
        return _failed(error, MISUSE)
    except PlanAssistantError as error:
        return _failed(error, FAILURE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `| head` has read enough
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _failed(error: PlanAssistantError, code: int) -> int:
    line = str(error)
    if os.environ.get(LANGUAGE) == "vi":  # read here, since the settings may be what failed
        from prompts.lines import told  # noqa: PLC0415

        line = told(line, "vi")
    print(f"plan-assistant: {line}", file=sys.stderr)
    return code


def _run(arguments: list[str]) -> int:
    if any("\udc80" <= character <= "\udcff" for argument in arguments for character in argument):
        raise BadInput("an argument is not UTF-8; set the terminal to UTF-8")  # what Python makes of foreign bytes
    extensions = {entry.name: entry for entry in entry_points(group=COMMANDS)}
    if arguments and arguments[0] in extensions:
        return _extension(extensions[arguments[0]])(arguments[1:])
    options = parser(tuple(extensions)).parse_args(arguments)
    commands = import_module(options.home)  # a command's imports wait until it runs
    code: int = getattr(commands, options.run)(options)
    sys.stdout.flush()
    return code


def _extension(entry: EntryPoint) -> Callable[[Sequence[str]], int]:
    command: Callable[[Sequence[str]], int] = entry.load()
    return command


def parser(extensions: Sequence[str] = ()) -> Parser:
    """The parser of every command; a parsed command names its function in `commands` as `run`."""
    top = Parser(prog="plan-assistant", description="Exact, cited answers from commune-level plans.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)

    def command(name: str, help_: str) -> Parser:
        added = commands.add_parser(name, help=help_, description=help_)
        added.set_defaults(run=name.replace("-", "_"), home="assistant.commands")
        added.add_argument("--store", metavar="S", help="a folder, or the URL of a Chroma server")
        return added

    _serve(command("serve", "open the chat on this machine"))
    _ask(command("ask", "answer one question, or a file of them"))
    _ingest(command("ingest", "take in plans: files or folders; none named: the five bundled plans"))
    _json(command("plans", "what is in the store"))
    _report(command("report", "how a plan was read: what was found, what was not understood, what contradicts"))
    command("remove", "take a plan out of the store").add_argument("plan", metavar="PLAN_ID")
    _records(command("records", "the exact records of the plans: tasks, targets, duties, …"))
    _search(command("search", "the passages nearest to a query"))
    _json(command("reindex", "read stored plans again where the reader got better"))
    _account(commands.add_parser("account", help="who may come in, where the page asks for a log-in"))
    audit = commands.add_parser("audit", help="what was asked, answered and changed on the page, as JSON lines")
    audit.set_defaults(run="audit", home="assistant.account_commands")
    _prompts(command("prompts", "the prompts that a language model gets, each with its version"))
    for name in extensions:
        commands.add_parser(name, help="measure the assistant (see its own --help)", add_help=False)
    return top


def _json(command: Parser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON and nothing else")


def _plans(command: Parser) -> None:
    command.add_argument("--plan", action="append", default=[], metavar="ID", help="only this plan; may be repeated")


def _serve(command: Parser) -> None:
    command.add_argument("--host", metavar="H", help="address to listen at (default 127.0.0.1)")
    command.add_argument("--port", type=int, metavar="P", help="port to listen at (default 7860; 0: a free one)")
    command.add_argument("--force", action="store_true", help="listen beyond this machine without accounts")


def _account(command: Parser) -> None:
    command.set_defaults(run="account", home="assistant.account_commands")
    command.add_argument("action", choices=("add", "remove", "list"), help="add: also a new password for one there is")
    command.add_argument("name", nargs="?", metavar="NAME")
    command.add_argument("--role", choices=("reader", "editor"), default="reader", help="default: reader, who asks")


def _ask(command: Parser) -> None:
    command.add_argument("question", nargs="?", metavar="QUESTION")
    command.add_argument("--history", action="append", default=[], metavar="Q", help="an earlier question; repeatable")
    command.add_argument("--batch", metavar="FILE.jsonl", help='lines {"id", "question", "history": [...]}; - is stdin')
    command.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day that “this quarter” is counted from")
    _plans(command)
    _json(command)


def _ingest(command: Parser) -> None:
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    _json(command)


def _report(command: Parser) -> None:
    command.add_argument("plan", metavar="PLAN_ID")
    _json(command)


def _records(command: Parser) -> None:
    _plans(command)
    command.add_argument("--kind", choices=KINDS, help="only records of this kind")
    command.add_argument("--appendix", metavar="A", help="only rows of this appendix (“Phụ lục 02”, or 2)")
    command.add_argument("--lead", metavar="TEXT", help="only tasks that this agency chairs")
    command.add_argument("--format", choices=FORMATS, default="table", help="default: table")


def _search(command: Parser) -> None:
    command.add_argument("query", metavar="QUERY")
    command.add_argument("-k", type=_count, default=5, metavar="N", help="how many passages (default 5)")
    _plans(command)
    _json(command)


def _prompts(command: Parser) -> None:
    command.add_argument("name", nargs="?", metavar="NAME", help="only this prompt")
    _json(command)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day written as YYYY-MM-DD") from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
