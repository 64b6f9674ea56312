"""How fast each language is read, in turn on the same core: ``python -m benchmarks.languages`` → ``languages.md``.

The texts are those of ``tests/gold/seen``, as many of English as there are of the others. Packs are loaded before the
clock starts; each round reads every language once, and the median round counts.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
TEXTS = 45  # at most, of one language
PUBLISHED = date(2024, 6, 1)
LIMIT = 1.5  # times English, for a KB of text


def texts_by_language() -> dict[str, list[str]]:
    """The seen passages of our gold by language, at most ``TEXTS`` of each, drawn with a fixed seed."""
    from evals.gold import read_gold

    found: dict[str, list[str]] = defaultdict(list)
    for passage in read_gold(ROOT / "tests" / "gold" / "seen"):
        found[passage.language].append(passage.text)
    for texts in found.values():
        random.Random(0).shuffle(texts)
    return {code: texts[:TEXTS] for code, texts in sorted(found.items())}


def seconds(code: str, texts: list[str]) -> float:
    """Seconds of the processor that reading the texts takes."""
    from counterclaim.claims import extract
    from counterclaim.model import Document

    start = time.process_time()
    for text in texts:
        extract(Document("d0", text, "text", published=PUBLISHED, published_basis="given"), language=code)
    return time.process_time() - start


def main() -> None:
    """Measure and write the table."""
    texts = texts_by_language()
    for code, found in texts.items():
        seconds(code, found)
    rounds: dict[str, list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for code, found in texts.items():
            rounds[code].append(seconds(code, found))
    lines = [
        "# Languages",
        "",
        "Written by `python -m benchmarks.languages`; no figure here is typed by hand. Milliseconds of one core, the",
        f"median of {ROUNDS} rounds in turn; a KB is 1,024 bytes of UTF-8. To reach: at most {LIMIT} times English.",
        "",
        "| language | texts | ms per KB | ms per 1,000 characters | times English per KB |",
        "|---|--:|--:|--:|--:|",
    ]
    per_kb = {
        code: 1000 * median(rounds[code]) / (sum(len(t.encode()) for t in found) / 1024)
        for code, found in texts.items()
    }
    for code, found in texts.items():
        per_character = 1e6 * median(rounds[code]) / sum(map(len, found))
        ratio = per_kb[code] / per_kb["en"]
        lines.append(f"| {code} | {len(found)} | {per_kb[code]:.1f} | {per_character:.1f} | {ratio:.2f} |")
    (Path(__file__).parent / "languages.md").write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
