"""The fifth tab: the plans and how each was read; new ones in after a preview, old ones out after a question."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.page.document_markup import bar, outcome, preview, shelf
from assistant.page.office import Office, place_of
from assistant.page.strings import Strings
from ingest.errors import PlanAssistantError
from ingest.load import SUFFIXES
from ingest.reading_apart import ReaderApart
from ingest.records import Plan
from ingest.summary import why_no_plan
from prompts.lines import told
from vectorstore.intake import Intake, Step

LARGEST_FILE = 100 * 2**20  # bytes; a scan of a hundred pages has half of that
_TICK = 0.5  # seconds between two looks at an intake that says nothing


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was read for a preview: the plan, or why it cannot be one."""

    path: Path
    plan: Plan | None = None
    error: str | None = None


class Documents:
    """What the tab shows and does. Who may do it is asked by the tab."""

    def __init__(self, office: Office, words: Strings) -> None:
        self._office = office
        self._words = words

    def shelf(self) -> str:
        """The plans of the store."""
        return shelf(self._office.plans(), self._words, self._office.seconds())

    def choices(self) -> list[tuple[str, str]]:
        """What can be removed: (place and document, id)."""
        return [(f"{place_of(plan)} – {plan.document}", id_) for id_, plan in self._office.plans().items()]

    def previews(self, paths: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What would go in, file after file as it is read, and at the end the files that can; nothing is stored."""
        shown: list[str] = []
        good: list[str] = []
        with ReaderApart() as reader:
            for number, path in enumerate(map(Path, paths), 1):
                reading = bar(number - 1, len(paths), self._words("reading", name=path.name), self._words)
                yield "".join(shown) + reading, ()
                seen = _seen(path, reader, self._words)
                here = [plan for plan in self._office.plans().values() if _same_place(plan, seen.plan)]
                good += [str(path)] if seen.plan is not None else []
                shown.append(preview(seen.path.name, seen.plan, seen.error, here, self._words))
        yield "".join(shown), tuple(good)

    def take_in(self, paths: Sequence[str], user: str | None) -> Iterator[str]:
        """Into the store, with how far it is; at the end what became of each file."""
        steps: queue.Queue[Step | None] = queue.Queue()
        taken: list[Intake] = []
        failed: list[str] = []

        def work() -> None:
            try:
                assert self._office.shelf is not None
                taken.extend(self._office.shelf.take_in([Path(path) for path in paths], steps.put))
            except PlanAssistantError as error:
                failed.append(told(str(error), self._words.language))
            finally:
                steps.put(None)

        worker = threading.Thread(target=work, name="intake")
        worker.start()
        yield from self._progress(steps, len(paths))
        worker.join()
        for each in taken:
            self._office.audit.note(
                "upload", user, file=each.path.name, plan=each.plan, status=str(each.status), error=each.error
            )
        for path in map(Path, paths):
            path.unlink(missing_ok=True)  # the store keeps its own copy
        yield outcome(taken, failed, self._office.plans(), self._words)

    def _progress(self, steps: queue.Queue[Step | None], files: int) -> Iterator[str]:
        yield bar(0, files, self._words("storing"), self._words)
        while True:
            try:
                step = steps.get(timeout=_TICK)
                while step is not None and not steps.empty():
                    step = steps.get_nowait()  # the newest is enough
            except queue.Empty:
                continue
            if step is None:
                return
            done = step.file - 1 + (step.encoded / step.passages if step.passages else 0)
            yield bar(done, step.files, self._words("encoding", name=step.path.name), self._words)

    def remove(self, plan: str, user: str | None) -> str:
        """One line: what was removed, or why it was not."""
        name = next((label for label, id_ in self.choices() if id_ == plan), plan)
        try:
            assert self._office.shelf is not None
            self._office.shelf.remove(plan)
        except PlanAssistantError as error:
            return told(str(error), self._words.language)
        self._office.audit.note("remove", user, plan=plan)
        return self._words("removed", name=name)


def _seen(path: Path, reader: ReaderApart, words: Strings) -> Seen:
    if path.suffix.lower() not in SUFFIXES:
        return Seen(path, error=words("wrong_kind", name=path.name, kinds=", ".join(SUFFIXES)))
    try:
        plan = reader.read(path)
        reason = why_no_plan(plan)
        return Seen(path, error=told(f"{path.name}: {reason}", words.language)) if reason else Seen(path, plan)
    except PlanAssistantError as error:
        return Seen(path, error=told(str(error).replace(str(path.parent) + "/", ""), words.language))


def _same_place(stored: Plan, read: Plan | None) -> bool:
    return read is not None and read.locality is not None and stored.locality == read.locality
