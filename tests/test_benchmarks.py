"""The corpus of the benchmarks and the page they write; nothing here is timed."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import corpus, peers
from benchmarks.__main__ import Figures, Ratio, Speed, render, targets
from benchmarks.reader import WORK, peak_memory

from counterclaim.claims import extract
from counterclaim.documents import read_document
from counterclaim.model import Document


def test_the_same_seed_gives_the_same_texts_and_another_seed_others() -> None:
    assert corpus.mixed(20, seed=3) == corpus.mixed(20, seed=3)
    assert corpus.mixed(20, seed=3) != corpus.mixed(20, seed=4)


@pytest.mark.parametrize("size", [600, 2048, 8000])
def test_documents_have_the_size_that_was_asked_for(size: int) -> None:
    sizes = [len(text.whole.encode()) for text in corpus.mixed(30, size=size)]
    assert abs(sum(sizes) / len(sizes) - size) < 0.12 * size
    assert max(sizes) <= size + 80


def test_the_mix_is_the_one_that_is_told() -> None:
    kinds = Counter(text.kind for text in corpus.mixed(100))
    assert kinds == {"ordinary": 80, "toll": 10, "war": 10}
    assert {text.kind for text in corpus.dense(5)} == {"war"}
    for share in ("80%", "10%"):
        assert share in corpus.MIX


def test_every_war_report_has_claims() -> None:
    for number, text in enumerate(corpus.dense(10)):
        claims, _ = extract(Document(f"d{number}", text.whole, "text"))
        assert claims, text.whole


def test_no_two_documents_share_their_figures() -> None:
    bodies = [text.body for text in corpus.mixed(200)]
    assert len(set(bodies)) == len(bodies)


def test_every_slot_of_a_sentence_can_be_filled() -> None:
    for text in corpus.mixed(200):
        assert not set("{}") & set(text.whole)


def test_the_sentences_are_plain_tables_of_text() -> None:
    news = tomllib.loads((Path(corpus.__file__).parent / "news.toml").read_text("utf-8"))
    assert len(news) >= 8
    for topic, table in news.items():
        if topic != "slots":
            assert len(set(table["sentences"])) == len(table["sentences"]) >= 5
            assert len(set(table["plain"])) == len(table["plain"]) >= 5
            assert not any(sign.isdigit() for sentence in table["plain"] for sign in sentence)


def test_ordinary_news_is_not_all_numbers() -> None:
    ordinary = [text for text in corpus.mixed(100) if text.kind == "ordinary"]
    assert 0.25 < corpus.numbered_share(ordinary) < 0.55
    assert corpus.numbered_share(corpus.dense(20)) > 0.55


def test_a_page_holds_its_article_and_says_when_it_was_published() -> None:
    for text in corpus.mixed(12):
        document = read_document(corpus.page(text).encode(), path="page.html")
        assert document.coverage.state != "failed"
        assert document.published is not None
        longest = max(text.body.split("\n\n"), key=len)
        assert longest.split(". ")[0] in document.text


def test_any_folder_can_be_read_instead(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Two soldiers were killed.", "utf-8")
    (tmp_path / "two.html").write_text("<html><body><p>Nobody was hurt.</p></body></html>", "utf-8")
    (tmp_path / "three.bin").write_bytes(b"")
    texts = corpus.from_folder(tmp_path, 10)
    assert [text.kind for text in texts] == ["given", "given"]
    assert len(corpus.from_folder(tmp_path, 1)) == 1


def test_each_kind_of_work_reads_a_text() -> None:
    text = corpus.dense(1)[0]
    assert WORK["read"]()(text.whole) == WORK["check"]()(text.whole) > 0
    assert WORK["pages"]()(corpus.page(text)) > 0
    assert peak_memory() > 1_000_000


def test_the_peers_are_named_pinned_and_loaded_alike() -> None:
    assert set(peers.LOAD) == set(peers.TITLES) == set(peers.REQUIREMENTS) == set(peers.DISTRIBUTIONS)
    assert all(
        "==" in requirement or "<" in requirement for group in peers.REQUIREMENTS.values() for requirement in group
    )


def _figures() -> Figures:
    figures = Figures(machine=[("date", "2001-02-03"), ("commit", "abc1234")], corpus=[("mixed", "ten documents")])
    figures.speeds["read", "mixed", "pure"] = Speed(1000, 2_000_000, 0.5, 77, 40_000_000)
    figures.speeds["read", "mixed", "compiled"] = Speed(1000, 2_000_000, 0.25, 77, 44_000_000)
    figures.speeds["pages", "mixed", "pure"] = Speed(1000, 5_000_000, 20.0, 77, 160_000_000)
    figures.cold, figures.article = {"pure": [0.4, 0.9, 0.3]}, "sample.txt"
    figures.ratios = [
        Ratio("spacy", "3.8", "mixed", 60, 10.0, 2000.0, 4000.0),
        Ratio("quantulum3", "0.10", "mixed", 60, 100.0, 2000.0),
    ]
    return figures


def test_targets_say_what_was_reached_and_what_was_not() -> None:
    reached = {(name, build): (got, ok) for name, _, build, got, ok in targets(_figures())}
    assert reached["documents of 2 KB a second, read", "pure"] == ("2,000", True)
    assert reached["documents of 2 KB a second, read", "compiled"] == ("4,000", True)
    assert reached["peak memory, any work", "pure"] == ("160 MB", False)
    assert reached["cold start of `check`, one article", "pure"] == ("0.40 s", True)
    assert reached["HTML pages a second", "pure"] == ("50", False)
    assert reached["times spaCy `en_core_web_sm`", "pure"] == ("200", True)
    assert reached["times spaCy `en_core_web_sm`", "compiled"] == ("400", True)
    assert reached["times quantulum3", "pure"] == ("20", False)


def test_the_page_shows_every_figure_of_the_run() -> None:
    page = render(_figures())
    for shown in (
        "2001-02-03",
        "abc1234",
        "| read | mixed | pure | 1,000 | 2,000 | 4.00 | 77 | 40 MB |",
        "| read | mixed | compiled | 1,000 | 4,000 | 8.00 | 77 | 44 MB |",
        "median 0.40 s of 3 runs",
    ):
        assert shown in page
    assert "| spaCy `en_core_web_sm` | 3.8 | mixed | 60 | 10.0 | pure | 2,000 | 200 × |" in page
    assert "| spaCy `en_core_web_sm` | 3.8 | mixed | 60 | 10.0 | compiled | 4,000 | 400 × |" in page
    assert page.count("not reached") == 3


def test_a_run_without_peers_leaves_their_table_out() -> None:
    figures = _figures()
    figures.ratios = []
    assert "## Peers" not in render(figures)
