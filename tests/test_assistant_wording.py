"""The lexicon and the phrases are whole, and questions and plans are compared in one spelling."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from assistant.language import language_of, with_field_terms
from assistant.spelling import keyed, respelled, telex
from assistant.turns import Ask
from assistant.wording import Phrases, Words, content_words, is_filler, table, written_out
from ingest.records import HeaderField
from ingest.text import canonical, unaccented
from prompts import LANGUAGES, phrase, phrases
from tests.worlds import bundled

ROOT = Path(__file__).parent.parent
LEXICON = sorted((ROOT / "assistant" / "lexicon").glob("*.yaml"))
CODE = sorted((ROOT / "assistant").rglob("*.py"))


# --- the tables --------------------------------------------------------------------------------------------------


def leaves(value: Any, place: str) -> Iterator[tuple[str, object]]:
    """Every key and every leaf of a table, with where it stands."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield f"{place}: key", key
            yield from leaves(entry, f"{place}.{key}")
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry, place)
    else:
        yield place, value


@pytest.mark.parametrize(
    "path",
    list(LEXICON),
    ids=lambda path: path.stem,
)
def test_a_table_holds_only_strings(path: Path) -> None:
    """YAML reads a bare no, yes, on or off as a truth value; the word would never be found."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert not [(place, value) for place, value in leaves(loaded, path.stem) if not isinstance(value, str)]


@pytest.mark.parametrize("path", [*LEXICON, *(ROOT / "prompts").glob("*.yaml")], ids=lambda path: path.stem)
def test_no_key_of_a_table_stands_twice(path: Path) -> None:
    """YAML keeps the last of two equal keys and drops the first without a word."""

    def keys(node: yaml.Node) -> Iterator[list[str]]:
        if isinstance(node, yaml.MappingNode):
            yield [key.value for key, _ in node.value]
            for _, value in node.value:
                yield from keys(value)

    tree = yaml.compose(path.read_text(encoding="utf-8"))
    assert tree is not None
    for found in keys(tree):
        assert sorted(found) == sorted(set(found))


CONTRADICTING = [
    ("highest", "lowest"),
    ("overdue", "due_soon"),
    ("overdue", "recurring"),
    ("lead", "coordinating"),
    ("when", "how_much"),
    ("when", "how_many"),
    ("greeting", "thanks"),
    ("greeting", "help"),
    ("mine", "everywhere"),
    ("funding", "report"),
    ("basis", "recipients"),
    ("contradiction", "compare"),
    ("blank", "overdue"),
    ("plans_held", "mentions"),
    ("task", "target"),
]


@pytest.mark.parametrize(("one", "other"), CONTRADICTING)
def test_no_phrase_asks_for_two_things_that_exclude_each_other(one: str, other: str) -> None:
    lists = table("cues")
    first, second = lists[one], lists[other]
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert not {canonical(str(each)) for each in first} & {canonical(str(each)) for each in second}


def test_no_phrase_asks_for_two_fields_of_a_head() -> None:
    seen: dict[str, str] = {}
    for name, entries in table("fields").items():
        assert isinstance(entries, list)
        for entry in entries:
            first = seen.setdefault(canonical(str(entry)), name)
            assert {first, name} <= {"signer", "on_behalf"} or first == name, entry


def test_the_fields_that_can_be_asked_for_are_fields_that_plans_have() -> None:
    held = {r.field for plan in bundled().plans.values() for r in plan.records if isinstance(r, HeaderField)}
    assert set(table("fields")) <= held


def test_every_list_of_cues_is_read_by_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    assert not [name for name in table("cues") if not re.search(rf"\b{name}\b", code) and name != "ordinal_words"]


def test_a_phrase_is_found_by_its_own_table() -> None:
    """An entry that folding or an abbreviation changes would stand in the table and never be met."""
    lost = []
    for name, entries in table("cues").items():
        assert isinstance(entries, list)
        found_here = Phrases((name, str(entry)) for entry in entries)
        lost += [entry for entry in entries if not found_here.find(Words.of(str(entry)))]
    assert not lost


def test_the_installed_package_holds_its_tables() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]
    for package in ("assistant", "prompts"):
        tables = [path.relative_to(ROOT / package).as_posix() for path in (ROOT / package).rglob("*.yaml")]
        assert tables
        assert not [each for each in tables if not any(fnmatch(each, pattern) for pattern in data[package])]


# --- the sentences -----------------------------------------------------------------------------------------------


def named_in_code() -> set[str]:
    """Every key that a string of the code can be, those built from parts included."""
    texts = {
        node.value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    built = {f"resolved_{ask}" for ask in Ask} | {f"{text}_{form}" for text in texts for form in ("blank", "unread")}
    built |= {f"filter_blank_{name}" for name in ("deadline", "coordinating", "lead")}
    built |= {text.replace("filter_", "filter_not_") for text in texts if text.startswith("filter_")}
    built |= {f"tally_{extreme}" for extreme in ("highest", "lowest")}
    built |= {key for key in phrases() if key.startswith("field_")}
    return texts | built


def test_every_sentence_is_said_somewhere() -> None:
    assert not set(phrases()) - named_in_code()


def test_every_sentence_that_the_code_says_exists() -> None:
    """The first argument of every call of `phrase`, `_fixed` and `value_or_blank`, where it is a plain string."""
    said = {
        call.args[0].value
        for path in CODE
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("phrase", "_fixed", "value_or_blank")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(said) > 50
    assert not said - phrases().keys()


@pytest.mark.parametrize("field", sorted(table("fields")))
def test_every_field_of_a_head_has_a_name(field: str) -> None:
    assert all(phrase(f"field_{field}", language) for language in LANGUAGES)


def test_a_follow_up_of_every_kind_can_be_said_in_full() -> None:
    social = {Ask.GREETING, Ask.THANKS, Ask.HELP, Ask.OUTSIDE, Ask.PLANS}
    assert not [ask for ask in set(Ask) - social if f"resolved_{ask}" not in phrases()]


def test_every_sentence_has_both_languages_with_the_same_variables() -> None:
    for name in ("phrases", "ui", "examples") if (ROOT / "prompts/examples.yaml").exists() else ("phrases", "ui"):
        for key, forms in phrases(name).items():
            assert set(forms) == set(LANGUAGES), key
            names = [{field for _, field, _, _ in Formatter().parse(forms[each]) if field} for each in LANGUAGES]
            assert names[0] == names[1], key
            assert all(form.strip() for form in forms.values()), key


def test_no_sentence_makes_a_citation_of_its_own() -> None:
    assert not [key for key, forms in phrases().items() if any(re.search(r"\[\d", form) for form in forms.values())]


# --- one spelling ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("BHYT", "bảo hiểm y tế"),
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("HĐND-UBND", "Hội đồng nhân dân - Ủy ban nhân dân"),
        ("Phòng VH-XH", "Phòng Văn hóa - Xã hội"),
        ("văn hoá", "văn hóa"),
        ("sức khoẻ", "sức khỏe"),
        ("Uỷ ban", "Ủy ban"),
        ("bác sỹ", "bác sĩ"),
        ("tỉ lệ", "tỷ lệ"),
        ("vắc-xin", "vắc xin"),
        ("hàng năm", "hằng năm"),
        ("TYT", "trạm y tế"),
    ],
)
def test_two_spellings_of_one_thing_have_the_same_words(typed: str, same: str) -> None:
    assert content_words(typed) == content_words(same)


def test_a_document_code_is_one_word() -> None:
    assert content_words("Nghị quyết số 72-NQ/TW")[-1] == "72-nq/tw"
    assert "65/2017/nđ-cp" in content_words("thay thế 65/2017/NĐ-CP")


def test_words_remember_where_they_stand() -> None:
    text = canonical("Phòng VH-XH chủ trì  2 việc")
    assert [text[word.start : word.end] for word in Words.of(text)] == [word.text for word in Words.of(text)]


@pytest.mark.parametrize(
    ("text", "unaccented_"),
    [("ai chu tri kham sang loc", True), ("ai chủ trì khám sàng lọc", False), ("72 2026", True)],
)
def test_a_text_without_any_accent_is_known_for_it(text: str, unaccented_: bool) -> None:
    assert Words.of(text).unaccented is unaccented_


def test_an_accented_text_is_not_searched_without_accents() -> None:
    found = Phrases([("when", "hạn")])
    assert found.find(Words.of("thời hạn của việc này"))
    assert not found.find(Words.of("chính quyền địa phương hán nôm"))


def test_the_longest_phrase_of_a_name_wins() -> None:
    found = Phrases([("agency", "phòng kinh tế"), ("agency", "phòng kinh tế hạ tầng và đô thị")])
    (only,) = found.find(Words.of("Phòng Kinh tế, Hạ tầng và Đô thị"))
    assert len(only) == 8


def test_filler_says_nothing_and_a_topic_does() -> None:
    asked = Words.of("nhiệm vụ nào cấp cứu ngoại viện ạ")
    words = {word.text: is_filler(asked, at) for at, word in enumerate(asked)}
    assert words["ạ"]
    assert words["nào"]
    assert not words["cứu"]


def test_written_out_keeps_what_it_does_not_know() -> None:
    assert written_out(["xyz", "72-nq/tw"]) == ["xyz", "72-nq/tw"]


# --- slips -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("chur", "chủ"),
        ("trif", "trì"),
        ("vuj", "vụ"),
        ("hoas", "hóa"),
        ("ngoaji", "ngoại"),
        ("nhieejm", "nhiệm"),
        ("nhieemj", "nhiệm"),
        ("dduowcj", "được"),
    ],
)
def test_telex_keys_become_what_they_were_meant_for(keys: str, word: str) -> None:
    assert telex(keys) == canonical(word)


def test_words_that_are_no_telex_are_left_alone() -> None:
    for text in ("who chairs the free screening task", "UBND", "Ai ký kế hoạch", "BHYT 2030"):
        assert keyed(text) == text
    assert keyed("ai chur trif") == "ai chủ trì"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("phối hơp", "phối hợp"), ("cấp cứu ngoại vện", "cấp cứu ngoại viện"), ("khám sàng lcọ", "khám sàng lọc")],
)
def test_one_wrong_letter_is_put_right_where_one_word_is_meant(typed: str, meant: str) -> None:
    assert [word.text for word in respelled(Words.of(typed), bundled().known)] == canonical(meant).split()


def test_a_word_of_the_plans_and_a_place_are_never_respelled() -> None:
    known = bundled().known
    words = Words.of("trạm y tế mường le")
    assert [word.text for word in respelled(words, known, [(3, 5)])] == [word.text for word in words]
    assert respelled(Words.of("cấp cứu ngoại viện"), known).__len__() == 4


# --- language ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who chairs the free screening task in Kiên Hải?", "en"),
        ("When is the task due in Mường La?", "en"),
        ("List all tasks chaired by Phòng Văn hóa - Xã hội in Mường La", "en"),
        ("ai chu tri kham sang loc mien phi o kien hai", "vi"),
        ("Ai ký kế hoạch?", "vi"),
        ("cam on", "vi"),
        ("Trạm Y tế phối hợp in bao nhiêu nhiệm vụ", "vi"),
        ("72-NQ/TW", "vi"),
    ],
)
def test_the_language_of_a_question(text: str, language: str) -> None:
    assert language_of(text) == language


def test_english_terms_of_the_field_become_vietnamese() -> None:
    translated = " ".join(word.text for word in with_field_terms(Words.of("traditional medicine in the commune")))
    assert "y học cổ truyền" in translated


def test_every_english_term_leads_to_words_of_some_plan_or_table() -> None:
    terms = table("english")["phrases"]
    assert isinstance(terms, dict)
    empty = [english for english, vietnamese in terms.items() if not str(vietnamese).strip()]
    assert not empty
    assert all(unaccented(str(english)) == canonical(str(english)) for english in terms)


def test_the_header_states_can_be_said() -> None:
    """A field that is blank, partial or absent has a sentence in each language."""
    for key, language in product(("header_blank", "header_absent", "header_partial"), LANGUAGES):
        assert "{locality}" in phrases()[key][language]
