"""The cases about plans never seen, asked in a process beside the run's own.

Python runs on one core a process, and the questions of the two parts have nothing to do with each other. Whichever
process is free takes the next questions.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from threadpoolctl import threadpool_limits

from assistant.settings import load_settings
from evals.cases import Case
from evals.outcomes import Outcome
from evals.run import run_cases
from evals.subject import Subject, fresh_subject
from evals.unseen import unseen_plans
from vectorstore.encoder import SentenceEncoder

Outcomes = tuple[Outcome, ...]
Later = Callable[[], Outcomes]
Beginning = Callable[[Path], AbstractContextManager[Later]]

_AT_ONCE = 20
"""Cases that a process takes at once: enough to be worth the way, few enough that neither waits long for the other."""


@contextmanager
def beside(cases: Sequence[Case]) -> Iterator[Beginning]:
    """Another process, that is ready when the five plans are: what is given begins with the folder of a store with
    them, and gives what waits for the outcomes. An error of that process is raised where it is waited for."""
    if not cases:
        yield lambda _: nullcontext(lambda: ())
        return
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=keep_to_one_core) as process:
        process.submit(get_ready)

        @contextmanager
        def begin(five: Path) -> Iterator[Later]:
            folder = five.parent / "unseen"
            shutil.copytree(five, folder)
            ready = process.submit(take_in, folder)
            parts = [process.submit(ask, folder, part) for part in _parts(cases)]
            with threadpool_limits(limits=1, user_api="openmp"):
                yield lambda: _outcomes(folder, ready, parts, cases)

        yield begin


def _outcomes(folder: Path, ready: Future[None], parts: Sequence[Future[Outcomes]], cases: Sequence[Case]) -> Outcomes:
    """All outcomes, in order; what the other process has not begun is read and asked here, from the end."""
    subject = _subject(folder, from_end=True)
    ready.result()
    here = []
    for future, part in zip(reversed(parts), reversed(_parts(cases)), strict=True):
        if not future.cancel():
            break
        here.append(_ask(subject, part))
    there = [future.result() for future in parts if not future.cancelled()]
    return tuple(outcome for part in (*there, *reversed(here)) for outcome in part)


def _parts(cases: Sequence[Case]) -> list[Sequence[Case]]:
    return [cases[at : at + _AT_ONCE] for at in range(0, len(cases), _AT_ONCE)]


def keep_to_one_core() -> None:
    """A core for each process: read when the encoder's libraries are loaded, which no import of ours does."""
    os.environ["OMP_NUM_THREADS"] = "1"


def get_ready() -> None:
    """Loads the libraries of the encoder, which takes most of a start."""
    SentenceEncoder(cache=load_settings().cache).warm()


def take_in(folder: Path) -> None:
    """The plans never seen into the store in the folder."""
    _subject(folder)


def ask(folder: Path, cases: Sequence[Case]) -> Outcomes:
    """The cases asked of the store in the folder."""
    return _ask(_subject(folder), cases)


def _ask(subject: Subject, cases: Sequence[Case]) -> Outcomes:
    return run_cases(subject.assistant, cases, subject.texts)


@cache
def _subject(folder: Path, *, from_end: bool = False) -> Subject:
    """Five plans first, the others taken in beside them at run time; those that the other process has are there."""
    return fresh_subject(folder).with_plans(unseen_plans()[:: -1 if from_end else 1])
