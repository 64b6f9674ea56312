"""English beside the original, by a text model in CTranslate2's format: OPUS-MT (Marian) or NLLB, from a folder.

    model.bin, config.json, vocabularies        as ct2-transformers-converter writes them
    source.spm, target.spm                      SentencePiece of OPUS-MT
    sentencepiece.bpe.model or spiece.model     SentencePiece of NLLB and others, for both sides
    tokenizer.json                              any model's own tokenizer, read with tokenizers

Claims are read from the original; a translation is only shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from counterclaim.documents.heard import Heard, turns_of
from counterclaim.model import CounterclaimError

NLLB = {"ru": "rus_Cyrl", "uk": "ukr_Cyrl", "en": "eng_Latn"}  # codes of FLORES-200, which NLLB is told
_LONGEST = 400  # tokens of one translation
_ENDS = "</s>"


@dataclass(frozen=True, slots=True)
class TextModel:
    """A loaded text model: words in one language become words in English."""

    translate: Callable[[str, str], str]
    name: str


def load_text_model(folder: Path) -> TextModel:
    """The model in a folder; ``CounterclaimError`` where the folder holds none that can be loaded."""
    if not (folder / "model.bin").is_file():
        raise CounterclaimError(
            f"{folder} holds no model.bin: name a folder that ct2-transformers-converter made of OPUS-MT or NLLB"
        )
    try:
        import ctranslate2
    except ImportError:
        from counterclaim.calls.decoding import INSTALL

        raise CounterclaimError(INSTALL) from None
    try:
        translator: Any = ctranslate2.Translator(str(folder), device="cpu", compute_type="auto")
    except (RuntimeError, ValueError) as error:
        raise CounterclaimError(
            f"the model in {folder} could not be loaded: {' '.join(str(error).split())[:200]}"
        ) from None
    cut, join = _tokens_of(folder)
    tags = _is_tagged(folder)

    def translate(text: str, language: str) -> str:
        pieces = cut(text)[:_LONGEST]
        if not pieces:
            return ""
        if tags:
            if language not in NLLB:
                raise CounterclaimError(f"the text model knows no language '{language}'; it is told ru, uk or en")
            answer = translator.translate_batch(
                [[NLLB[language], *pieces, _ENDS]],
                target_prefix=[[NLLB["en"]]],
                beam_size=4,
                max_decoding_length=_LONGEST,
            )
            return join(answer[0].hypotheses[0][1:])
        answer = translator.translate_batch([[*pieces, _ENDS]], beam_size=4, max_decoding_length=_LONGEST)
        return join(answer[0].hypotheses[0])

    return TextModel(translate, folder.name)


def _is_tagged(folder: Path) -> bool:
    """Whether a model is told the languages by tags in its vocabulary, as NLLB is."""
    for name in ("shared_vocabulary", "source_vocabulary"):
        for ending in (".json", ".txt"):
            path = folder / (name + ending)
            if path.is_file():
                return "eng_Latn" in path.read_text("utf-8", errors="replace")
    return False


def _tokens_of(folder: Path) -> tuple[Callable[[str], list[str]], Callable[[list[str]], str]]:
    """How the model of a folder cuts words into pieces, and how pieces become words again."""
    if (folder / "tokenizer.json").is_file():
        from tokenizers import Tokenizer

        tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))

        def cut(text: str) -> list[str]:
            return list(tokenizer.encode(text, add_special_tokens=False).tokens)

        def join(pieces: list[str]) -> str:
            ids = [tokenizer.token_to_id(piece) for piece in pieces]
            return str(tokenizer.decode([one for one in ids if one is not None])).strip()

        return cut, join
    pairs = (("source.spm", "target.spm"), ("sentencepiece.bpe.model",) * 2, ("spiece.model",) * 2)
    names = next((pair for pair in pairs if all((folder / name).is_file() for name in pair)), None)
    if names is None:
        raise CounterclaimError(
            f"{folder} has no tokenizer: put source.spm and target.spm, sentencepiece.bpe.model or tokenizer.json "
            "beside model.bin"
        )
    try:
        import sentencepiece
    except ImportError:
        from counterclaim.calls.decoding import INSTALL

        raise CounterclaimError(INSTALL) from None
    source: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / names[0]))
    target: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / names[1]))
    return lambda text: list(source.encode(text, out_type=str)), lambda pieces: str(target.decode(pieces))


def translated(heard: Heard, folder: Path) -> Heard:
    """Each turn that is not English with the English of a text model beside it."""
    model = load_text_model(folder)
    made = []
    for group in turns_of(heard.pieces):
        language = group[0].language or heard.language or ""
        if language == "en":
            made += group
            continue
        text = " ".join(" ".join("".join(_spaced(piece.said)).split()) for piece in group)
        made += [replace(group[0], translation=model.translate(text, language) or None, new=True), *group[1:]]
    return replace(heard, pieces=tuple(made))


def _spaced(said: Any) -> list[str]:
    glued = any(word.text[:1].isspace() for word in said[1:])
    return [word.text if glued else f" {word.text}" for word in said]
