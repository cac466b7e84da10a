"""The thresholds of the evidence gate, in one place. `evals/calibrate.py` measures them on the evaluation set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coverages are shares of a topic's weight; meanings are cosines of the encoder.

    `far` and `near` stretch the cosine to 0..1; `words` is the weight of words against meaning in a match's score;
    `pairs` that of a pair of neighbouring syllables against a syllable.
    """

    far: float = 0.80
    near: float = 0.92
    words: float = 0.75
    pairs: float = 0.6
    lone: float = 0.5  # what a syllable counts that is found without either neighbour of the topic
    foreign: float = 0.35  # weight of an English word that neither a table nor a plan knows
    context: float = 0.3  # what a word of the topic counts that a row lacks and the title above it has
    whole: float = 0.66  # the least for a row that has each word of a long topic
    row: float = 0.65  # a row is about the topic from this coverage on
    row_english: float = 0.50
    row_listed: float = 0.80  # for "all tasks about …", where a near miss is a stray
    tie: float = 0.03  # rows that fit as well as the best, by coverage
    tie_score: float = 0.05
    passage: float = 0.62
    item: float = 0.85  # the points of one item together, of which no one holds enough
    passage_english: float = 0.45
    passage_meaning: float = 0.86
    about: float = 0.45  # of a longer topic, a figure's sentence has to hold this much
    figure: float = 0.75  # a sentence with a number in it answers "bao nhiêu" from this coverage on
    report: float = 0.7  # of several plans' reports, those named this much as well as the best
    rare: float = 0.35  # with a rare term of the topic in it, a passage is about it from this coverage on
    sentence: float = 0.5  # a further sentence is quoted from this share of the best one's coverage on


CALIBRATION = Calibration()
