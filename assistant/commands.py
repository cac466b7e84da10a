"""What each command does: settings, library, answer, output. One function a command; the result is the exit code."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from assistant import reading, record_filter, record_output, terminal
from assistant.batch import Question, answers, lines
from assistant.library import Library
from assistant.settings import load_settings, unknown_keys
from ingest.errors import BadInput
from ingest.records import Plan
from ingest.serial import record_fields
from vectorstore.intake import Intake, Status

Fields = dict[str, Any]


@contextmanager
def library(options: Namespace, *, fill: bool = True) -> Iterator[Library]:
    """The library of the options, closed afterwards; with the five plans at its first use, if `fill`."""
    for line in unknown_keys():
        print(f"plan-assistant: {line}", file=sys.stderr)
    opened = Library(load_settings(**_setting_arguments(options)))
    try:
        if fill:
            with terminal.progress() as progress:
                opened.fill(progress)
        yield opened
    finally:
        opened.close()


def _setting_arguments(options: Namespace) -> Fields:
    return {key: getattr(options, key, None) for key in ("store", "host", "port")}


def serve(options: Namespace) -> int:
    """The chat, until interrupted."""
    from assistant.account_commands import accounts_of, page_folder  # noqa: PLC0415
    from assistant.build import assistant_of  # noqa: PLC0415
    from assistant.page import server  # noqa: PLC0415  (Gradio takes two seconds to import)
    from assistant.page.office import Office  # noqa: PLC0415

    settings = load_settings(**_setting_arguments(options))
    accounts = accounts_of(settings)
    server.check_host(settings.host, accounts, force=options.force)
    with library(options) as opened:
        assistant = assistant_of(opened, check=True)
        office = Office(
            assistant, lambda: opened.store.snapshot().plans, page_folder(settings), assistant.world, opened
        )
        app = server.build_app(office, settings.language, settings.host, accounts)
        server.serve(app, settings.host, settings.port, lambda url: print(f"Trợ lý kế hoạch: {url}", flush=True))
    return 0


def ask(options: Namespace) -> int:
    """One question, or a file of them."""
    if (options.question is None) == (options.batch is None):
        raise BadInput("give either a question or --batch FILE.jsonl (see plan-assistant ask --help)")
    if options.batch is not None and options.history:
        raise BadInput('--history belongs to one question; in a file each line has its own "history"')
    found = lines(options.batch) if options.batch is not None else []
    with library(options) as opened:
        from assistant.build import assistant_of  # noqa: PLC0415

        assistant = assistant_of(opened)
        plans = tuple(options.plan)
        record_filter.chosen_plans(opened.store.snapshot().plans, plans)

        def answered(asked: Question) -> Fields:
            given = assistant.ask(asked.question, asked.history, plans, options.today).to_json()
            return {"id": asked.id, **{key: value for key, value in given.items() if key != "id"}}

        if options.batch is not None:
            for answer in answers(found, answered):
                print(json.dumps(answer, ensure_ascii=False), flush=True)
            return 0
        answer = answered(Question(None, options.question, tuple(options.history)))
    if options.json:
        _print_json(answer)
    else:
        terminal.print_answer(answer, terminal.output())
    return 0


def ingest(options: Namespace) -> int:
    """Files and folders into the store; 1 where any of them failed, with the rest taken in."""
    with library(options, fill=not options.paths) as opened, terminal.progress() as progress:
        if options.paths:
            taken = opened.take_in(options.paths, progress)
        else:
            from ingest.load import bundled_plans  # noqa: PLC0415

            taken = opened.take_in(bundled_plans(), progress)
        stored = opened.store.snapshot().plans
    return _taken(taken, stored, options)


def reindex(options: Namespace) -> int:
    """Stored plans read again where the reader or the encoder got better."""
    with library(options) as opened, terminal.progress() as progress:
        taken = opened.reindex(progress)
        stored = opened.store.snapshot().plans
    return _taken(taken, stored, options)


def _taken(taken: Sequence[Intake], stored: Mapping[str, Plan], options: Namespace) -> int:
    rows = [reading.intake_fields(intake, stored.get(intake.plan or "")) for intake in taken]
    if options.json:
        _print_json(rows)
    else:
        terminal.print_intake(rows, terminal.output())
        for intake in taken:
            for line in (*intake.warnings, *filter(None, (intake.note,))):
                print(f"{intake.path}: {line}", file=sys.stderr)
    failed = [intake for intake in taken if intake.status is Status.FAILED]
    for intake in failed:
        print(f"plan-assistant: {intake.error}", file=sys.stderr)
    if not taken:
        raise BadInput("no plan was found there: no file with a known ending (.txt, .md, …)")
    return 1 if failed else 0


def plans(options: Namespace) -> int:
    """What is in the store."""
    with library(options) as opened:
        snapshot = opened.store.snapshot()
    rows = [reading.plan_fields(plan, snapshot.entries[id_]) for id_, plan in snapshot.plans.items()]
    if options.json:
        _print_json(rows)
    else:
        terminal.print_plans(rows, terminal.output())
    return 0


def report(options: Namespace) -> int:
    """How a plan was read."""
    with library(options) as opened:
        snapshot = opened.store.snapshot()
    (plan,) = record_filter.chosen_plans(snapshot.plans, (options.plan,))
    found = reading.report_fields(plan, snapshot.plans.values(), snapshot.entries.get(plan.id))
    if options.json:
        _print_json(found)
    else:
        terminal.print_report(found, terminal.output())
    return 0


def remove(options: Namespace) -> int:
    """A plan, out of the store."""
    with library(options, fill=False) as opened:
        opened.remove(options.plan)
    print(f"{options.plan}: removed")
    return 0


def records(options: Namespace) -> int:
    """The exact records, as asked for."""
    if options.format == "xlsx" and sys.stdout.isatty():
        raise BadInput("an Excel sheet is no text: send it to a file with > records.xlsx")
    with library(options) as opened:
        stored = opened.store.snapshot().plans
    rows = _chosen_records(stored, options)
    if options.format == "json":
        record_output.write_json(rows, sys.stdout)
    elif options.format == "csv":
        record_output.write_csv(rows, sys.stdout)
    elif options.format == "xlsx":
        from assistant.record_sheet import write_xlsx  # noqa: PLC0415  (openpyxl is slow to import)

        write_xlsx(rows, sys.stdout.buffer)
    else:
        record_output.print_tables(rows, terminal.output())
    return 0


def _chosen_records(stored: Mapping[str, Plan], options: Namespace) -> list[Fields]:
    chosen = record_filter.chosen_plans(stored, options.plan)
    if options.kind != "disagreement":
        found = record_filter.matching(chosen, options.kind, options.appendix, options.lead)
        return [record_fields(record) for record in found]
    if options.appendix is not None or options.lead is not None:
        raise BadInput("a disagreement has no appendix and no chair: leave out --appendix and --lead")
    return reading.disagreements(chosen, stored.values())


def prompts(options: Namespace) -> int:
    """The prompts of a language model, as they are sent."""
    from prompts.templates import NAMES, templates  # noqa: PLC0415

    if options.name is not None and options.name not in NAMES:
        raise BadInput(f"no prompt {options.name!r}; there are {', '.join(NAMES)}")
    chosen = [each for each in templates() if options.name in (None, each.name)]
    if options.json:
        _print_json([asdict(each) for each in chosen])
    else:
        for each in chosen:
            print(f"# {each.name}, version {each.version}: {each.purpose}\n# variables: {', '.join(each.variables)}")
            print(f"\n## system\n{each.system}\n\n## user\n{each.user}\n")
    return 0


def search(options: Namespace) -> int:
    """The passages nearest to a query, best first."""
    if not options.query.strip():
        raise BadInput("the query is empty; give some words to look for")
    with library(options) as opened:
        snapshot = opened.store.snapshot()
        record_filter.chosen_plans(snapshot.plans, options.plan)
        hits = opened.index().search(options.query, options.k, options.plan or None)
    rows = [
        {
            "rank": rank,
            "plan": hit.passage.plan,
            "locality": str(snapshot.plans[hit.passage.plan].locality or hit.passage.plan),
            "document": snapshot.plans[hit.passage.plan].document,
            "place": hit.passage.place,
            "page": hit.passage.page,
            "score": round(float(hit.score), 4),
            "dense": round(float(hit.dense), 4),
            "keyword": round(float(hit.keyword), 4),
            "quote": hit.passage.quote,
            "spans": [list(span) for span in hit.passage.spans],
        }
        for rank, hit in enumerate(hits, 1)
    ]
    if options.json:
        _print_json(rows)
    else:
        terminal.print_hits(rows, terminal.output())
    return 0


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
