"""The phrases of lexicon/cues.yaml and fields.yaml in a question, and which of them take words from its topic."""

from __future__ import annotations

from functools import cache

from assistant.turns import Ask
from assistant.wording import Found, Phrases, Words, named_phrases, table

DECIDING: dict[Ask, frozenset[str]] = {
    ask: frozenset(names.split())
    for ask, names in {
        Ask.REPORTS: "report report_detail recipients send",
        Ask.FUNDING: "funding money",
        Ask.BASES: "basis issue_verb",
        Ask.RECIPIENTS: "recipients send",
        Ask.DUTIES: "duties overview",
        Ask.FIGURE: "target goal overview",
        Ask.COMPARE: "target",
        Ask.TASKS: "recurring conditional blank done overdue due_soon target overview earliest latest involving",
        Ask.DEADLINE: "done overdue due_soon",
        Ask.CHAIR: "done in_charge",
        Ask.COORDINATE: "done",
        Ask.CONTRADICTIONS: "target compare",
        Ask.MENTIONS: "basis send",
        Ask.HEADER: "basis issue_verb office",
        Ask.OVERVIEW: "overview",
        Ask.ROW: "product",
    }.items()
}
"""Cues whose words may be the topic itself; they are taken away only where they decided what is asked."""

INTERROGATIVE = frozenset(
    "who who_does when how_many how_much which_plans what_tasks what list each follow anaphora mentions yes_no"
    " everywhere mine why again alone manner"
    " except not tally present last same_agency elsewhere_too document_which contradiction".split()
)
TAKEN = INTERROGATIVE | frozenset(
    "lead coordinating task compare highest lowest higher plans_held greeting thanks help".split()
)
"""Cues whose words are never the topic."""


@cache
def _phrases(name: str) -> Phrases:
    return named_phrases(name)


def all_cues(words: Words) -> tuple[Found, ...]:
    """Every cue, also inside a place's name."""
    return _phrases("cues").find(words)


def field_cues(words: Words) -> tuple[Found, ...]:
    """Phrases that ask for a field of a document's head."""
    return _phrases("fields").find(words)


def cues(words: Words, taken: list[bool]) -> tuple[Found, ...]:
    """Cues less those in taken words, and less those inside a phrase that only looks like one ("hạn" in "hạn chế")."""
    ignored = _ignored().find(words)
    found = [
        cue
        for cue in all_cues(words)
        if not all(taken[cue.start : cue.end]) and not any(_holds(phrase, cue) for phrase in ignored)
    ]
    duties = [cue for cue in found if cue.name == "duties"]  # "chịu trách nhiệm gì" asks for no chair
    return tuple(cue for cue in found if cue.name != "lead" or not any(_holds(duty, cue) for duty in duties))


def _holds(phrase: Found, cue: Found) -> bool:
    return phrase.start <= cue.start and cue.end <= phrase.end and len(phrase) > len(cue)


@cache
def _ignored() -> Phrases:
    entries = table("words")["not_cues"]
    assert isinstance(entries, list)
    return Phrases(("ignored", str(entry)) for entry in entries)
