"""Evaluation cases as strict YAML: what is asked, what a right answer says, and where the plan says it.

A file holds one kind: `kind`, and `cases` or `chains` (turns of one conversation; a turn's history is the questions
before it). Unknown keys, wrong types and repeated ids are errors that name file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from evals.record_keys import RecordKey, record_key
from ingest.errors import BadInput

DATA = Path(str(files("evals") / "data"))
WORDINGS = "wordings.yaml"
THRESHOLDS = "thresholds.yaml"
ABBREVIATIONS = "abbreviations.yaml"
JUDGE_LABELS = "judge_labels.yaml"
_NOT_CASES = frozenset({WORDINGS, THRESHOLDS, ABBREVIATIONS, JUDGE_LABELS})

Status = Literal["answered", "refused", "clarify", "error"]
Alternatives = tuple[str, ...]


class CaseFileError(BadInput):
    """A case file that cannot be used: `file:line: key: what is wrong`."""


def _alternatives(value: object) -> object:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _tuple(value: object) -> object:
    return (value,) if isinstance(value, str | dict) else tuple(value) if isinstance(value, list) else value


def _records(value: object) -> object:
    return None if value is None else tuple(record_key(item) for item in value) if isinstance(value, list) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


class Evidence(_Strict):
    """Text that must stand in the quote of a citation of this plan; of any gold plan where none is named."""

    plan: str | None = None
    text: str


def _evidence(value: object) -> object:
    items = _tuple(value)
    if not isinstance(items, tuple):
        return items
    return tuple({"text": item} if isinstance(item, str) else item for item in items)


class Expected(_Strict):
    """What is asked in one turn and what a right answer holds. A field left out is not scored."""

    question: str
    status: Annotated[tuple[Status, ...], BeforeValidator(_tuple)] = ("answered",)
    scope: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    """The plan filter that is passed to the assistant (`--plan`)."""
    plans: Annotated[tuple[str, ...], BeforeValidator(_tuple)] | None = None
    """The plans that the answer cites: all of them, and no others."""
    today: date | None = None
    facts: Annotated[tuple[Annotated[Alternatives, BeforeValidator(_alternatives)], ...], BeforeValidator(_tuple)] = ()
    must_not: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    records: Annotated[tuple[RecordKey, ...] | None, BeforeValidator(_records)] = None
    open: bool = False
    """The gold records must be there; others may be."""
    ordered: bool = False
    """The order of the records matters."""
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(_evidence)] = ()
    resolved: Annotated[
        tuple[Annotated[Alternatives, BeforeValidator(_alternatives)], ...], BeforeValidator(_tuple)
    ] = ()
    """What `resolved_question` must contain."""
    language: Literal["vi", "en"] = "vi"
    english: str | None = None
    """The question in English, for the metamorphic variants."""
    also: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    """The same question in other words, by hand."""
    tags: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    note: str | None = None


class _Single(Expected):
    id: str
    history: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()


class _Chain(_Strict):
    id: str
    turns: Annotated[tuple[Expected, ...], BeforeValidator(_tuple), Field(min_length=2)]
    tags: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()


class _File(_Strict):
    kind: str
    note: str | None = None
    cases: Annotated[tuple[_Single, ...], BeforeValidator(_tuple)] = ()
    chains: Annotated[tuple[_Chain, ...], BeforeValidator(_tuple)] = ()


class Case(Expected):
    """One question to put to the assistant, with its place in the files."""

    id: str
    kind: str
    history: tuple[str, ...] = ()
    source: str = ""
    variant_of: str | None = None
    variant: str | None = None

    @property
    def answerable(self) -> bool:
        return self.status == ("answered",)


def load_cases(path: Path | None = None) -> tuple[Case, ...]:
    """All cases of a file, or of a folder's YAML files in order of name; by default those of the package."""
    path = DATA if path is None else path
    if path.is_dir():
        paths = sorted(file for file in path.glob("*.yaml") if file.name not in _NOT_CASES)
    elif path.is_file():
        paths = [path]
    else:
        raise CaseFileError(f"{path}: no such file or folder of evaluation cases")
    folder = path if path.is_dir() else path.parent
    wordings = load_wordings(folder if (folder / WORDINGS).is_file() else DATA)
    cases = tuple(case for file in paths for case in _read(file, wordings))
    _refuse_repeated(cases)
    return cases


def load_wordings(folder: Path) -> dict[str, Alternatives]:
    """The named ways to say one thing ("blank": "không nêu", "để trống", …), by name."""
    path = folder / WORDINGS
    if not path.is_file():
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise CaseFileError(f"{path.name}:1: a mapping of a name to a list of wordings is needed")
    return {str(name): tuple(str(word) for word in words) for name, words in content.items()}


def _read(path: Path, wordings: Mapping[str, Alternatives]) -> Iterable[Case]:
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.load(text, Loader=_UniqueKeys)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise CaseFileError(
            f"{path.name}:{mark.line + 1 if mark else 1}: {getattr(error, 'problem', error)}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CaseFileError(f"{path.name}:1: cannot be read as UTF-8 text: {error}") from error
    try:
        parsed = _File.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "file"
        raise CaseFileError(f"{path.name}:{_line(node, first['loc'])}: {key}: {first['msg']}") from error
    for case, place in _flat(parsed):
        case_line = _line(node, place)
        yield Case(
            **_worded(case, wordings, f"{path.name}:{case_line}"), kind=parsed.kind, source=f"{path.name}:{case_line}"
        )


def _flat(file: _File) -> Iterable[tuple[dict[str, Any], tuple[str | int, ...]]]:
    for index, single in enumerate(file.cases):
        yield _fields(single), ("cases", index)
    for index, chain in enumerate(file.chains):
        for turn, expected in enumerate(chain.turns):
            history = tuple(earlier.question for earlier in chain.turns[:turn])
            fields = _fields(expected) | {"id": f"{chain.id}.{turn + 1}", "history": history}
            yield fields | {"tags": expected.tags + chain.tags}, ("chains", index, "turns", turn)


def _fields(model: BaseModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in type(model).model_fields}


def _worded(fields: dict[str, Any], wordings: Mapping[str, Alternatives], where: str) -> dict[str, Any]:
    """A fact "<blank>" becomes the wordings of that name."""

    def expand(alternatives: Alternatives) -> Alternatives:
        expanded: list[str] = []
        for word in alternatives:
            if word.startswith("<") and word.endswith(">"):
                if word[1:-1] not in wordings:
                    raise CaseFileError(f"{where}: facts: {word} is not in {WORDINGS}")
                expanded += wordings[word[1:-1]]
            else:
                expanded.append(word)
        return tuple(expanded)

    return fields | {"facts": tuple(expand(fact) for fact in fields["facts"])}


def _refuse_repeated(cases: tuple[Case, ...]) -> None:
    seen: dict[str, str] = {}
    for case in cases:
        if case.id in seen:
            raise CaseFileError(f"{case.source}: id: {case.id} is already used at {seen[case.id]}")
        seen[case.id] = case.source


def _line(node: yaml.Node | None, location: tuple[str | int, ...]) -> int:
    """The line of the deepest node that the location of an error leads to."""
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                break
            key, node = found[0]
            if not isinstance(node, yaml.CollectionNode):
                return int(key.start_mark.line) + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            break
    return int(node.start_mark.line) + 1 if node is not None else 1


class _UniqueKeys(yaml.SafeLoader):
    """YAML that refuses a key given twice, which PyYAML would take silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value}: key given twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)
