"""Accents: given back to who types without them, and only to them."""

from __future__ import annotations

import pytest

from ingest.load import bundled_plans, load
from ingest.text import unaccented
from vectorstore.accents import AccentModel


@pytest.fixture(scope="module")
def accents() -> AccentModel:
    return AccentModel(load(path).text for path in bundled_plans())


@pytest.mark.parametrize(
    "question",
    [
        "ai chủ trì khám sàng lọc miễn phí",
        "trạm y tế phối hợp với cơ quan nào",
        "khi nào phải hoàn thành nhiệm vụ này",
        "tỷ lệ bao phủ bảo hiểm y tế đến năm 2030 là bao nhiêu",
        "phát triển y học cổ truyền như thế nào",
        "nghị quyết 72 nq tw",
    ],
)
def test_what_was_typed_without_accents_gets_them_back(accents: AccentModel, question: str) -> None:
    assert accents.restore(unaccented(question)) == question


def test_a_question_that_has_some_accents_keeps_them_and_gets_the_rest(accents: AccentModel) -> None:
    assert accents.restore("ai chu trì kham sang loc") == "ai chủ trì khám sàng lọc"


def test_capitals_and_everything_between_words_stay(accents: AccentModel) -> None:
    assert accents.restore("Tram Y te,  chu tri (72-NQ/TW)?") == "Trạm Y tế,  chủ trì (72-NQ/TW)?"


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì nhiệm vụ khám sàng lọc miễn phí ở Kiên Hải?",
        "Ai ban hành?",
        "Who chairs the free screening task in Kien Hai?",
        "Which plans mention traditional medicine and by when?",
        "How many doctors per 10,000 people by 2030?",
        "12-CTr/ĐU",
        "57/KH-UBND",
        "2030",
        "",
        "???",
        "🙂",
    ],
)
def test_accented_foreign_and_code_only_questions_are_left_alone(accents: AccentModel, question: str) -> None:
    assert accents.restore(question) == question


def test_a_corpus_without_a_word_changes_nothing() -> None:
    assert AccentModel([]).restore("kham sang loc") == "kham sang loc"


def test_a_model_that_was_changed_is_like_a_fresh_one() -> None:
    texts = [load(path).text for path in bundled_plans()]
    changed = AccentModel(texts[:3]).changed(texts[:1], texts[3:])
    fresh = AccentModel(texts[1:])
    for query in ("ai chu tri kham sang loc", "bao cao gui ve dau", "ty le nguoi cao tuoi duoc quan ly"):
        assert changed.restore(query) == fresh.restore(query)
    assert (changed._single, changed._pairs) == (fresh._single, fresh._pairs)
    assert {word: set(forms) for word, forms in changed._forms.items()} == {
        word: set(forms) for word, forms in fresh._forms.items()
    }
