"""A turn of the conversation as HTML. Every text goes through `escaped`.

Works on the contract's JSON of an answer (docs/answer.md), not on its types, so that what a script sees and what a
person sees are the same thing. Anchors lead from [1] to its evidence and back, without a line of script; with it
(static/page.js) they open the plan at the quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.page import chips
from assistant.page.answer_tables import spoken, tables
from assistant.page.escaping import escaped, shown
from assistant.page.evidence import beside, see_also
from assistant.page.links import download, source_address
from assistant.page.setting import Setting
from assistant.page.strings import Strings
from assistant.page.turns import Answer, Pair, Side, Turn

_CITED = re.compile(r"\[(\d{1,3})\]")
_RUN = re.compile(r"\[\d{1,3}\](?:\s*\[\d{1,3}\]){3,}")
_NAME = re.compile(r' id="at-\d+-\d+"')
_BULLET = re.compile(r"^\s*[-•+]\s+")


def conversation(turns: Sequence[Turn], setting: Setting) -> str:
    """All turns, oldest first."""
    return "".join(turn(number, each, setting) for number, each in enumerate(turns, 1))


def turn(number: int, given: Turn, setting: Setting, said: str | None = None) -> str:
    """One turn. `said` is what has been said of an answer that is still being given."""
    words = setting.words
    aside = beside(number, given.answer, setting) if given.answer else ""
    after = _after(number, given, setting) if given.answer else ""
    return (
        f'<article class="turn" id="turn-{number}">'
        f'<h2 class="asked"><span class="unseen">{escaped(words("asked"))}: </span>{escaped(given.question)}</h2>'
        f'<div class="turn-body"><div class="said"><div id="turn-{number}-answer">'
        f"{_once_each(_said(number, given, setting, said))}</div>{after}</div>"
        f"{aside}</div></article>"
    )


def _said(number: int, given: Turn, setting: Setting, said: str | None) -> str:
    words = setting.words
    if given.failure is not None:
        return _status("failed", words) + _paragraphs(number, given.failure, {}, words)
    if given.answer is None:
        waiting = f'<p class="searching" role="status">{escaped(words("searching"))}</p>'
        return waiting + (_paragraphs(number, said, {}, words) if said else "")
    answer = given.answer
    cited = {int(citation["number"]): citation for citation in answer["citations"]}
    understood = chips.markup(given.understood, setting.places, words) if given.understood else ""
    parts = [_status(str(answer["status"]), words), understood or _understood(answer, words)]
    parts.append(_paragraphs(number, spoken(answer)[0], cited, words))
    parts.append("".join(_pair(pair, words) for pair in given.pairs))
    links = lambda numbers: "".join(_link(number, each, cited, words) for each in numbers)  # noqa: E731
    parts += [tables(answer, words, shown, links), _warnings(answer), _coverage(answer, words)]
    parts.append(see_also(answer, setting) if answer["citations"] else "")
    return "".join(parts)


def _status(status: str, words: Strings) -> str:
    return f'<p class="status status-{escaped(status)}">{escaped(words(status))}</p>'


def _understood(answer: Answer, words: Strings) -> str:
    """The question as understood, where it is not the one that was typed."""
    resolved = str(answer.get("resolved_question") or "")
    if not resolved or " ".join(resolved.split()) == " ".join(str(answer["question"]).split()):
        return ""
    return f'<p class="understood"><span>{escaped(words("understood"))}</span> {escaped(resolved)}</p>'


def _paragraphs(turn_number: int, text: str, cited: Mapping[int, Mapping[str, Any]], words: Strings) -> str:
    """Lines as paragraphs, runs of dashed lines as a list, each [n] that has evidence as a link to it.

    An unbroken run of four or more, [1][2]…[19], is shown by its first and its last.
    """

    def linked(line: str) -> str:
        def link(match: re.Match[str]) -> str:
            number = int(match.group(1))
            return _link(turn_number, number, cited, words) if number in cited else match.group(0)

        return _CITED.sub(link, _RUN.sub(run, shown(line)))

    def run(match: re.Match[str]) -> str:
        numbers = [int(number) for number in _CITED.findall(match.group())]
        unbroken = numbers == list(range(numbers[0], numbers[-1] + 1))
        whole = unbroken and cited.keys() >= set(numbers)
        return _run(turn_number, numbers, cited, words) if whole else match.group()

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


def _link(turn_number: int, number: int, cited: Mapping[int, Mapping[str, Any]], words: Strings) -> str:
    source = cited[number]
    address = source_address(source["plan"], source["spans"], source["place"], words)
    return (
        f'<a class="cited" id="at-{turn_number}-{number}" href="#evidence-{turn_number}-{number}"'
        f' data-source="{escaped(address)}" aria-label="{escaped(words("open_citation", number=number))}">{number}</a>'
    )


def _run(turn_number: int, numbers: Sequence[int], cited: Mapping[int, Mapping[str, Any]], words: Strings) -> str:
    """The first and the last of a run; the ones between keep their names, so that the way back leads here."""
    between = "".join(f'<span id="at-{turn_number}-{number}"></span>' for number in numbers[1:-1])
    first, last = (_link(turn_number, number, cited, words) for number in (numbers[0], numbers[-1]))
    return f'<span class="run">{first}–{between}{last}</span>'


def _pair(pair: Pair, words: Strings) -> str:
    """Two figures of one plan side by side, each leading to its place."""
    year = words("pair_year", year=pair.year) if pair.year else ""
    title = words("pair_title", locality=pair.locality, indicator=pair.indicator, year=year)
    sides = "".join(_side(pair, side, words) for side in (pair.first, pair.second))
    return (
        f'<section class="pair" aria-label="{escaped(title)}"><h3>{escaped(title)}</h3>'
        f'<div class="sides">{sides}</div></section>'
    )


def _side(pair: Pair, side: Side, words: Strings) -> str:
    address = source_address(pair.plan, side.spans, side.place, words)
    return (
        f'<div class="side"><p class="figure">{shown(side.value)}</p><p class="where">{shown(side.place)}</p>'
        f"<blockquote>{shown(side.quote)}</blockquote>"
        f'<button type="button" class="quiet" data-source="{escaped(address)}">{escaped(words("open_source"))}</button>'
        "</div>"
    )


def _warnings(answer: Answer) -> str:
    return "".join(f'<p class="warning">{shown(warning)}</p>' for warning in answer.get("warnings") or ())


def _coverage(answer: Answer, words: Strings) -> str:
    coverage = answer.get("coverage")
    return f'<p class="coverage">{escaped(words("coverage", **coverage))}</p>' if coverage else ""


def _after(number: int, given: Turn, setting: Setting) -> str:
    """What can be done with an answer: take it away, say what one thinks of it, go on."""
    words = setting.words
    if not setting.thread:
        return following(given.following, words)
    address = f"/page/answers/{setting.thread}/{number}"
    files = () if given.answer and given.answer["status"] == "clarify" else ("docx", "xlsx")  # nobody files a greeting
    tools = [download(f"{address}.{kind}?language={words.language}", words(f"take_{kind}")) for kind in files]
    votes = "".join(_vote(vote, number, given.vote == vote, words) for vote in ("up", "down"))
    copying = f'<button type="button" class="quiet" data-copy-answer>{escaped(words("copy_answer"))}</button>'
    comment = (
        f'<form class="comment" data-turn="{number}" hidden><label>{escaped(words("comment_label"))} '
        f'<input name="comment" maxlength="2000" autocomplete="off"></label>'
        f'<button class="quiet">{escaped(words("comment_send"))}</button></form>'
    )
    more = f"/page/following/{setting.thread}/{number}?language={words.language}"
    further = following(given.following, words) or f'<div class="following" data-following="{escaped(more)}"></div>'
    return f'<div class="tools">{copying}{"".join(tools)}<span class="votes">{votes}</span></div>{comment}{further}'


def following(questions: Sequence[str], words: Strings) -> str:
    """Questions to go on with; the page asks for those of its newest answer once that is shown (static/page.js)."""
    if not questions:
        return ""
    items = "".join(
        f'<button type="button" class="next" data-ask="{escaped(each)}">{escaped(each)}</button>' for each in questions
    )
    return f'<div class="following"><h3>{escaped(words("following"))}</h3>{items}</div>'


def _vote(vote: str, number: int, pressed: bool, words: Strings) -> str:
    label = escaped(words(f"vote_{vote}"))
    return (
        f'<button type="button" class="quiet vote" data-vote="{vote}" data-turn="{number}"'
        f' aria-pressed="{str(pressed).lower()}" aria-label="{label}" title="{label}">'
        f'<span class="sign sign-{vote}"></span></button>'
    )
