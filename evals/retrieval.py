"""`evaluate-retrieval`: the product's own encoder and retriever, unchanged, on a set in BEIR's form.

corpus {"id", "text", "title"?}, queries {"id", "text"}, qrels {"query_id", "doc_id", "score"}, one JSON object a line.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import numpy as np

from assistant.settings import load_settings
from evals.metrics import mean, ndcg_at, recall_at, reciprocal_rank
from ingest.errors import BadInput
from ingest.records import Passage
from ingest.text import unaccented
from vectorstore.encoder import Encoder, SentenceEncoder, Vectors
from vectorstore.hybrid import HybridIndex
from vectorstore.snapshot import Snapshot

DEPTH = 10
_SET = "benchmark"  # the one plan to which all passages belong


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Passages by id, questions by id, and the relevant passages of each question with their gain."""

    passages: Mapping[str, str]
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the retriever gave for one question, best first, beside what is relevant."""

    question: str
    found: tuple[str, ...]
    gains: Mapping[str, float]
    seconds: float


def load_benchmark(corpus: Path, queries: Path, qrels: Path) -> Benchmark:
    """Raises BadInput with file and line for what is not in BEIR's form; questions without a relevant passage go."""
    passages = {
        str(line["id"]): "\n".join(filter(None, (line.get("title"), line["text"])))
        for line in _lines(corpus, "id", "text")
    }
    questions = {str(line["id"]): str(line["text"]) for line in _lines(queries, "id", "text")}
    relevant: dict[str, dict[str, float]] = {}
    for line in _lines(qrels, "query_id", "doc_id", "score"):
        if float(line["score"]) > 0:
            relevant.setdefault(str(line["query_id"]), {})[str(line["doc_id"])] = float(line["score"])
    asked = {name: text for name, text in questions.items() if name in relevant}
    if not asked or not passages:
        raise BadInput(f"{qrels}: no question of {queries} has a relevant passage in {corpus}; check the three files")
    return Benchmark(passages, asked, relevant)


def rank(benchmark: Benchmark, encoder: Encoder, vectors: Vectors, *, accents: bool = True) -> tuple[Ranked, ...]:
    """Every question asked of the hybrid index over all passages; `vectors` is float32 [n, d], aligned with them.

    Without `accents` the questions are asked as typed on a keyboard without them.
    """
    passages = tuple(_passage(name, text) for name, text in benchmark.passages.items())
    snapshot = Snapshot(_SET, MappingProxyType({}), MappingProxyType({}), passages, vectors)
    index = HybridIndex(snapshot, encoder)
    ranked = []
    for name, text in benchmark.questions.items():
        begun = time.perf_counter()
        hits = index.search(text if accents else unaccented(text), DEPTH)
        took = time.perf_counter() - begun
        ranked.append(Ranked(name, tuple(hit.passage.id for hit in hits), benchmark.relevant[name], took))
    return tuple(ranked)


def figures(ranked: Sequence[Ranked]) -> dict[str, float]:
    """Means over the questions: hit@1, hit@10, recall@10, mrr@10, ndcg@10."""
    first = (float(bool(set(one.found[:1]) & set(one.gains))) for one in ranked)
    any_of_them = (float(bool(set(one.found[:DEPTH]) & set(one.gains))) for one in ranked)
    values = {
        "hit@1": mean(first),
        f"hit@{DEPTH}": mean(any_of_them),
        f"recall@{DEPTH}": mean(recall_at(one.found, set(one.gains), DEPTH) for one in ranked),
        f"mrr@{DEPTH}": mean(reciprocal_rank(one.found, set(one.gains), DEPTH) for one in ranked),
        f"ndcg@{DEPTH}": mean(ndcg_at(one.found, dict(one.gains), DEPTH) for one in ranked),
    }
    return {name: value for name, value in values.items() if value is not None}


def command(argv: Sequence[str]) -> int:
    """The command line's `evaluate-retrieval`."""
    options = _parser().parse_args(list(argv))
    benchmark = load_benchmark(options.corpus, options.queries, options.qrels)
    settings = load_settings()
    encoder = SentenceEncoder(settings.encoder, cache=settings.cache)
    begun = time.perf_counter()
    vectors = _encoded(benchmark, encoder, settings.cache / "benchmarks")
    encoding = time.perf_counter() - begun
    ranked = rank(benchmark, encoder, vectors, accents=not options.unaccented)
    found: dict[str, Any] = {name: round(value, 4) for name, value in figures(ranked).items()}
    found |= {
        "queries": len(ranked),
        "passages": len(benchmark.passages),
        "accents": not options.unaccented,
        "encoder": encoder.name,
        "seconds": round(encoding + sum(one.seconds for one in ranked), 1),
    }
    print(json.dumps(found, ensure_ascii=False) if options.json else _table(found))
    return 0


def _encoded(benchmark: Benchmark, encoder: Encoder, folder: Path) -> Vectors:
    """The passages' vectors, kept in a folder of the cache: they take minutes and do not change."""
    texts = list(benchmark.passages.values())
    key = hashlib.sha256("\0".join([encoder.name, *texts]).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    kept = folder / f"{key}.npy"
    if kept.is_file():
        found: Vectors = np.load(kept)
        return found
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        print(f"\rencoding {done} of {len(texts)}", end="", file=sys.stderr, flush=True)

    vectors = encoder.encode_passages(texts, tell if sys.stderr.isatty() else None)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(kept, vectors)
    return vectors


def _passage(name: str, text: str) -> Passage:
    return Passage(id=name, plan=_SET, text=text, quote=text, spans=(), place="", path=(), kind="section")


def _lines(path: Path, *keys: str) -> Iterator[dict[str, Any]]:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text ({error}); give a JSONL file") from error
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path}, line {number}: is not JSON ({error})") from error
        missing = [key for key in keys if not isinstance(found, dict) or key not in found]
        if missing:
            raise BadInput(f"{path}, line {number}: has no {', '.join(missing)}")
        yield found


def _table(found: Mapping[str, Any]) -> str:
    return "\n".join(f"{name:<10} {value}" for name, value in found.items())


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (see {self.prog} --help)")


def _parser() -> _Parser:
    parser = _Parser(prog="plan-assistant evaluate-retrieval", description="The retriever on a set in BEIR's form.")
    parser.add_argument("--corpus", type=Path, required=True, metavar="F", help='JSONL {"id", "text", "title"?}')
    parser.add_argument("--queries", type=Path, required=True, metavar="F", help='JSONL {"id", "text"}')
    parser.add_argument("--qrels", type=Path, required=True, metavar="F", help='JSONL {"query_id", "doc_id", "score"}')
    parser.add_argument("--unaccented", action="store_true", help="ask the questions without their accents")
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    return parser
