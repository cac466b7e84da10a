"""A turn of the conversation as HTML: the only markup of the page. Every text goes through `escaped`.

Works on the contract's JSON of an answer (docs/answer.md), not on its types, so that what a script sees and what a
person sees are the same thing. Anchors lead from [1] to its evidence and back, without a line of script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.page.answer_tables import cells, spoken, tables
from assistant.page.formulas import readable
from assistant.page.strings import Strings

Answer = Mapping[str, Any]

_CITED = re.compile(r"\[(\d{1,3})\]")
_RUN = re.compile(r"\[\d{1,3}\](?:\s*\[\d{1,3}\]){3,}")
_NAME = re.compile(r' id="at-\d+-\d+"')
_BULLET = re.compile(r"^\s*[-•+]\s+")
# A component of the page reads its value through two template languages; none of their signs may survive either.
_TEMPLATE_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}$`\\@"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, with a failure in its place, or with neither while it is being answered."""

    question: str
    answer: Answer | None = None
    failure: str | None = None


def escaped(text: object) -> str:
    """Text that stays text, whatever it holds: markup, entities, templates."""
    return html.escape(str(text), quote=True).translate(_TEMPLATE_SIGNS)


def shown(text: object) -> str:
    """Text of a plan or of an answer, with its formulas readable."""
    return escaped(readable(str(text)))


def conversation(turns: Sequence[Turn], words: Strings) -> str:
    """All turns, oldest first."""
    return "".join(turn(number, each, words) for number, each in enumerate(turns, 1))


def turn(number: int, given: Turn, words: Strings, said: str | None = None) -> str:
    """One turn. `said` is the part of the answer's text that has been spoken so far; None is all of it."""
    beside = _beside(number, given.answer, words) if given.answer and said is None else ""
    return (
        f'<article class="turn" id="turn-{number}">'
        f'<h2 class="asked"><span class="unseen">{escaped(words("asked"))}: </span>{escaped(given.question)}</h2>'
        f'<div class="turn-body"><div class="said" id="turn-{number}-answer">'
        f"{_once_each(_said(number, given, words, said))}</div>"
        f"{beside}</div></article>"
    )


def welcome(places: Sequence[str], words: Strings) -> str:
    """What stands where the conversation will be."""
    known = words("welcome_plans", count=len(places), places=", ".join(places)) if places else words("welcome_empty")
    return f'<div class="welcome"><h2>{escaped(words("welcome"))}</h2><p>{escaped(known)}</p></div>'


def masthead(words: Strings) -> str:
    """The head of the page."""
    return (
        '<div class="masthead"><span class="mark" aria-hidden="true"></span>'
        f"<div><h1>{escaped(words('title'))}</h1><p>{escaped(words('subtitle'))}</p></div></div>"
    )


def foot(words: Strings) -> str:
    """The line under the page."""
    return f"<p>{escaped(words('footer'))}</p>"


def _said(number: int, given: Turn, words: Strings, said: str | None) -> str:
    if given.failure is not None:
        return _status("failed", words) + _paragraphs(number, given.failure, ())
    if given.answer is None:
        return f'<p class="searching">{escaped(words("searching"))}</p>'
    answer = given.answer
    numbers = [citation["number"] for citation in answer["citations"]]
    status = str(answer["status"])
    parts = [_status(status, words), _understood(answer, words)]
    parts.append(_paragraphs(number, spoken(answer)[0] if said is None else said, numbers))
    if said is None:
        table = tables(answer, words, shown, lambda cited: "".join(_link(number, each) for each in cited))
        parts += [table, _warnings(answer), _coverage(answer, words)]
        parts.append(_see_also(answer, words) if answer["citations"] else "")
    return "".join(parts)


def _status(status: str, words: Strings) -> str:
    return f'<p class="status status-{escaped(status)}">{escaped(words(status))}</p>'


def _understood(answer: Answer, words: Strings) -> str:
    """The question as understood, where it is not the one that was typed."""
    resolved = str(answer.get("resolved_question") or "")
    if not resolved or " ".join(resolved.split()) == " ".join(str(answer["question"]).split()):
        return ""
    return f'<p class="understood"><span>{escaped(words("understood"))}</span> {escaped(resolved)}</p>'


def _paragraphs(turn_number: int, text: str, numbers: Iterable[int]) -> str:
    """Lines as paragraphs, runs of dashed lines as a list, each [n] that has evidence as a link to it.

    An unbroken run of four or more, [1][2]…[19], is shown by its first and its last.
    """
    known = set(numbers)

    def linked(line: str) -> str:
        def link(match: re.Match[str]) -> str:
            number = int(match.group(1))
            if number not in known:
                return match.group(0)
            return _link(turn_number, number)

        return _CITED.sub(link, _RUN.sub(run, shown(line)))

    def run(match: re.Match[str]) -> str:
        numbers = [int(number) for number in _CITED.findall(match.group())]
        unbroken = numbers == list(range(numbers[0], numbers[-1] + 1))
        return _run(turn_number, numbers) if unbroken and known.issuperset(numbers) else match.group()

    blocks: list[str] = []
    items: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _BULLET.match(line):
            items.append(f"<li>{linked(_BULLET.sub('', line))}</li>")
            continue
        if items:
            blocks.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line.strip():
            blocks.append(f"<p>{linked(line)}</p>")
    return f'<div class="text">{"".join(blocks)}</div>'


def _once_each(markup: str) -> str:
    """A quote may be cited in several places; the way back leads to the first, which alone keeps the name."""
    seen: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        first = match.group() not in seen
        seen.add(match.group())
        return match.group() if first else ""

    return _NAME.sub(keep, markup)


def _link(turn_number: int, number: int) -> str:
    return f'<a class="cited" id="at-{turn_number}-{number}" href="#evidence-{turn_number}-{number}">{number}</a>'


def _run(turn_number: int, numbers: Sequence[int]) -> str:
    """The first and the last of a run; the ones between keep their names, so that the way back leads here."""
    between = "".join(f'<span id="at-{turn_number}-{number}"></span>' for number in numbers[1:-1])
    return f"{_link(turn_number, numbers[0])}–{between}{_link(turn_number, numbers[-1])}"


def _warnings(answer: Answer) -> str:
    return "".join(f'<p class="warning">{shown(warning)}</p>' for warning in answer.get("warnings") or ())


def _coverage(answer: Answer, words: Strings) -> str:
    coverage = answer.get("coverage")
    return f'<p class="coverage">{escaped(words("coverage", **coverage))}</p>' if coverage else ""


def _see_also(answer: Answer, words: Strings) -> str:
    """Further passages under an answer, folded away."""
    if not answer.get("see_also"):
        return ""
    items = _plain_sources(answer["see_also"], words)
    return f'<details class="see-also"><summary>{escaped(words("see_also"))}</summary><ul>{items}</ul></details>'


def _beside(number: int, answer: Answer, words: Strings) -> str:
    """What stands beside an answer: its evidence; where there is none, the nearest passages."""
    if answer["citations"]:
        records = answer.get("records") or ()
        items = "".join(_cited(number, citation, records, words) for citation in answer["citations"])
        return _aside("evidence", words("evidence"), f'<ol tabindex="0">{items}</ol>')
    if answer.get("see_also"):
        return _aside("evidence nearest", words("see_also"), f"<ul>{_plain_sources(answer['see_also'], words)}</ul>")
    return ""


def _aside(class_: str, name: str, content: str) -> str:
    return f'<aside class="{class_}" aria-label="{escaped(name)}"><h3>{escaped(name)}</h3>{content}</aside>'


def _cited(turn_number: int, citation: Mapping[str, Any], records: Sequence[Mapping[str, Any]], words: Strings) -> str:
    """A quote with its number, which leads back to where it is cited."""
    number = int(citation["number"])
    back = f'<a class="cited" href="#at-{turn_number}-{number}" title="{escaped(words("back"))}">{number}</a>'
    return f'<li id="evidence-{turn_number}-{number}" tabindex="-1">{back}{_source(citation, words, records)}</li>'


def _plain_sources(sources: Iterable[Mapping[str, Any]], words: Strings) -> str:
    return "".join(f"<li>{_source(source, words)}</li>" for source in sources)


def _source(source: Mapping[str, Any], words: Strings, records: Sequence[Mapping[str, Any]] = ()) -> str:
    page = f", {words('page', number=source['page'])}" if source.get("page") else ""
    return (
        f'<div class="source"><p class="where"><strong>{escaped(source["locality"])}</strong>'
        f" · {escaped(source['place'])}{escaped(page)}</p>"
        f"<blockquote>{cells(source, records, words, shown) or shown(source['quote'])}</blockquote>"
        f'<p class="document">{escaped(source["document"])}</p></div>'
    )
