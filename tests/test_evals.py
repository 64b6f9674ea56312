from __future__ import annotations

import json
from pathlib import Path

import evals.__main__ as evals_main
import pytest
from evals.__main__ import SETS, below_floor, load_floors, main, pinned, run
from evals.certainty import balanced, join_tokens
from evals.claims import document_of, kinds_of_errors, pair_up, rereads, same_source, table_of_errors
from evals.gold import Passage, read_gold
from evals.weights import read_articles
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims import extract
from counterclaim.model import Claim, Link

PASSAGE = """\
# suez-01
published: 1956-11-07
voice: agency
war: suez

Egypt lost [[32|1]] tanks and [[12|2]] aircraft on Monday, the Egyptian Defence Ministry said.

---
all: EG period=window 1956-11-05..1956-11-05 sources=eg-mod
1: tank losses
2: aircraft losses
"""
FIELDS = (
    "all", "found", "number", "hedge", "object", "measure", "side", "unit", "place", "period", "period dates",
    "source", "chain", "stance", "certainty", "number re-reads",
)  # fmt: skip


def gold_file(tmp_path: Path, text: str = PASSAGE, folder: str = "seen") -> Path:
    path = tmp_path / folder / "suez.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def passage(tmp_path: Path, text: str = PASSAGE) -> Passage:
    (made,) = read_gold(gold_file(tmp_path, text))
    return made


def claims_in(text: Passage) -> list[Claim]:
    return extract(document_of(text))[0]


def link(name: str, source: str | None) -> Link:
    return Link(name, source, "person", None, 0, len(name))


def test_json_has_a_group_for_each_folder_and_every_metric_with_its_interval(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold_file(tmp_path, PASSAGE, "seen")
    gold_file(tmp_path, PASSAGE.replace("suez-01", "suez-02"), "unseen")
    assert main(["claims", "--path", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["set"] == "claims"
    assert set(told["groups"]) == {"seen", "unseen"}
    for group in told["groups"].values():
        assert group["n"] == 2
        assert set(FIELDS) <= set(group)
        assert {"f1", "low", "high", "precision", "recall"} <= set(group["all"])
        assert all({"em", "low", "high"} <= set(group[field]) for field in FIELDS[2:])


def test_claims_that_agree_in_all_fields_are_right(tmp_path: Path) -> None:
    text = passage(tmp_path)
    pairs = pair_up(text.claims, claims_in(text))
    assert [pair.gold.text for pair in pairs if pair.gold] == ["32", "12"]
    assert all(pair.right for pair in pairs), [pair.wrong for pair in pairs]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("1: tank losses", "1: 33 tank losses", "number"),
        ("1: tank losses", "1: about tank losses", "hedge"),
        ("1: tank losses", "1: vehicle losses", "object"),
        ("1: tank losses", "1: tank destroyed", "measure"),
        ("1: tank losses", "1: tank losses IL", "side"),
        ("1: tank losses", "1: tank losses unit_name=Egypt", "unit"),
        ("1: tank losses", "1: tank losses place=Egyptian", "place"),
        ("1: tank losses", "1: tank losses period=cumulative ..1956-11-05", "period"),
        ("1: tank losses", "1: tank losses period=window 1956-11-04..1956-11-05", "period dates"),
        ("1: tank losses", "1: tank losses sources=-", "source"),
        ("1: tank losses", "1: tank losses sources=reuters>eg-mod", "chain"),
        ("1: tank losses", "1: tank losses stance=denies", "stance"),
        ("1: tank losses", "1: tank losses certainty=hedged", "certainty"),
    ],
)
def test_a_field_that_differs_is_named(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    text = passage(tmp_path, PASSAGE.replace(old, new))
    first, second = pair_up(text.claims, claims_in(text))
    assert wrong in first.wrong
    assert not second.wrong
    core = wrong in ("number", "hedge", "object", "measure", "side", "period", "source")
    assert first.right != core


def test_one_number_read_serves_one_claim_and_the_rest_is_missing_or_too_many(tmp_path: Path) -> None:
    two = PASSAGE.replace("[[32|1]]", "[[32|1,3]]").replace("[[12|2]]", "12").replace("2: aircraft", "3: tank")
    text = passage(tmp_path, two + "\n")
    pairs = pair_up(text.claims, claims_in(text))
    kinds = [(pair.gold is not None, pair.read is not None) for pair in pairs]
    assert sorted(kinds) == [(False, True), (True, False), (True, True)]


def test_what_became_of_each_claim_is_counted_by_kind(tmp_path: Path) -> None:
    assert kinds_of_errors(gold_file(tmp_path)) == {"seen": {"right": 2}}
    other = PASSAGE.replace("EG period", "IL period").replace("2: aircraft losses", "2: tank losses")
    found = {"only side wrong": 1, "two others wrong": 1, "side: another": 2}
    assert kinds_of_errors(gold_file(tmp_path, other)) == {"seen": found}
    table = table_of_errors(gold_file(tmp_path, other.replace("sources=eg-mod", "sources=-"), "unseen"))
    assert "| side and source wrong | 1 |" in table
    assert "| source: should be open | 2 |" in table


@pytest.mark.parametrize(
    ("gold", "name", "source", "same"),
    [
        ("eg-mod", "the Egyptian Defence Ministry", "eg-mod", True),
        ("eg-mod", "the Egyptian Defence Ministry", None, False),
        ("il-idf", "the Israeli military", "il-military", True),
        ('"a harbour pilot"', "the harbour pilot", None, True),
        ('"a harbour pilot"', "harbour pilot Adel", "witness", True),
        ('"a harbour pilot"', "the consul", None, False),
        ('"the canal company"', "the canal company", "eg-mod", False),
    ],
)
def test_a_source_outside_the_register_is_compared_by_its_words(
    gold: str, name: str, source: str | None, same: bool
) -> None:
    assert same_source(gold, link(name, source)) is same


def test_passages_of_the_unseen_folder_are_shown_only_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gold_file(tmp_path, PASSAGE.replace("1: tank", "1: vehicle"), "unseen")
    for name in ("claims", "gate"):
        main([name, "--path", str(tmp_path), "--errors", "3"])
        assert "Egypt lost" not in capsys.readouterr().err
    main(["claims", "--path", str(path), "--errors", "3"])
    shown = capsys.readouterr().err
    assert "Egypt lost" in shown
    assert "object: gold vehicle, read tank" in shown


def test_the_gate_is_asked_for_every_sentence_that_holds_a_claim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = gold_file(tmp_path, PASSAGE.replace("said.", "said.\n\nThe [[sheep|3]] slept.") + "3: 1 people killed\n")
    assert main(["gate", "--path", str(path), "--json", "--errors", "1"]) == 0
    told = capsys.readouterr()
    group = json.loads(told.out)["groups"]["seen"]
    assert (group["n"], group["claim"]["recall"]) == (3, 0.6667)
    assert "suez-01 3: " in told.err


@given(
    st.lists(st.sampled_from(["Troops", "did", "n't", "fire", ",", '"', "``", "''", "(", ")", "%", "."]), min_size=1)
)
def test_tokens_stand_in_the_text_that_is_made_of_them(tokens: list[str]) -> None:
    text, spans = join_tokens(tokens)
    same = {"``": '"', "''": '"'}
    assert [text[start:end] for start, end in spans] == [same.get(token, token) for token in tokens]


def test_tokens_are_put_together_as_people_write_them() -> None:
    text, _ = join_tokens(["``", "They", "did", "n't", ",", "''", "he", "said", "(", "again", ")", "."])
    assert text == '"They didn\'t," he said (again).'


def test_certainty_counts_the_certain_and_the_others_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert balanced((9, 10, 0, 2)) == pytest.approx(0.45)
    item = {
        "id": "a", "set": "made", "split": "test", "tokens_text": "The bridge reportedly fell and nobody saw it .",
        "gold": [{"tok": [3, 4], "pred": "fell", "factuality": 0.5}],
    }  # fmt: skip
    path = tmp_path / "factuality.jsonl"
    path.write_text(json.dumps(item) + "\n", encoding="utf-8")
    assert main(["certainty", "--path", str(path), "--json"]) == 0
    groups = json.loads(capsys.readouterr().out)["groups"]
    assert set(groups) == {"made", "test"}
    assert groups["test"]["certain"]["balanced_accuracy"] == 1.0


def test_floors_rise_with_the_scores_and_fall_only_where_asked() -> None:
    floors = {"claims": {"unseen": {"all": 0.5, "found": 0.5}}}
    scores = {"unseen": {"n": 9, "all": {"f1": 0.6789}, "found": {"f1": 0.4}, "side": {"em": 0.9}}}
    raised = pinned(floors, "claims", scores)
    assert raised["claims"]["unseen"] == {"all": 0.67, "found": 0.5}
    assert pinned(raised, "claims", scores, lower=True)["claims"]["unseen"]["found"] == 0.39
    assert pinned({}, "claims", {"seen": {"n": 1, "number re-reads": {"em": 1.0}}})["claims"]["seen"] == {
        "number re-reads": 1.0
    }


def test_a_set_run_by_itself_leaves_the_other_parts_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "README.md"
    monkeypatch.setattr(evals_main, "README", page)
    evals_main.write_readme({"claims": "### claims\n\nOld claims.", "muc": "### muc\n\nCounts."})
    evals_main.write_readme({"claims": "### claims\n\nNew claims.\n\n| a |"})
    text = page.read_text("utf-8")
    assert "Old claims." not in text
    assert [line for line in text.splitlines() if line.startswith("### ")] == ["### muc", "### claims"]
    assert text.count("Measured 20") == 2
    assert text.count("New claims.\n\n| a |\n") == 1


@pytest.mark.parametrize(
    ("given_words", "said"),
    [
        (["claims", "--lower"], "give both"),
        (["claims", "--pin", "--limit", "3"], "whole sets"),
        (["claims", "--path", "no-such-file.txt"], "is not there"),
        (["all", "--path", "tests/gold"], "one set"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    given_words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(given_words)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_our_own_gold_is_read_as_well_as_pinned() -> None:
    scores = run("claims")
    assert scores is not None
    assert not below_floor("claims", scores)
    assert all(group["number re-reads"]["em"] == 1.0 for group in scores.values())


def test_what_became_of_numbers_is_told_of_words_that_stand_once_in_their_text(tmp_path: Path) -> None:
    (tmp_path / "texts.toml").write_text(PLANTED, "utf-8")
    fates = tmp_path / "fates.toml"
    fates.write_text(
        '[[text]]\nid = "one"\nundecided = ["400, nearly"]\n[text.told]\n"800 men" = "strength"\n', "utf-8"
    )
    (article,) = read_articles(fates, tmp_path / "texts.toml")
    words = article.document.text
    assert article.told == {words.index("800"): "strength", words.index("400"): None}
    fates.write_text('[[text]]\nid = "one"\n[text.told]\n"battalion" = "strength"\n', "utf-8")
    with pytest.raises(ValueError, match="must stand in the text once"):
        read_articles(fates, tmp_path / "texts.toml")
    assert len(read_articles()) >= 100


def test_planted_errors_are_found_as_well_as_pinned() -> None:
    scores = run("errors")
    assert scores is not None
    assert not below_floor("errors", scores)


PLANTED = """
[[text]]
id = "one"
language = "en"
published = 1999-07-30
kind = "share"
wrong = "nearly nine tenths of the battalion"
words = '''
The battalion had 800 men. It lost 400, nearly nine tenths of the battalion, an officer said.
'''

[[text]]
id = "two"
language = "en"
published = 1999-07-30
kind = "a share that holds"
words = '''
The battalion had 800 men. It lost 700, nearly nine tenths of the battalion, an officer said.
'''
"""


def test_an_error_is_found_where_a_warning_rests_on_the_wrong_words(tmp_path: Path) -> None:
    file = tmp_path / "planted.toml"
    file.write_text(PLANTED, encoding="utf-8")
    given_scores = run("errors", file)
    assert given_scores is not None
    assert {name: metric["em"] for name, metric in given_scores["given"].items() if name != "n"} == {
        "found": 1.0,
        "beside": 1.0,
        "quiet": 1.0,
    }
    file.write_text(PLANTED.replace('wrong = "nearly nine', 'wrong = "almost nine'), encoding="utf-8")
    with pytest.raises(ValueError, match="one: “almost nine tenths of the battalion” does not stand in the text"):
        run("errors", file)
    file.write_text(PLANTED.replace("nearly nine tenths of the battalion, an", "an"), encoding="utf-8")
    with pytest.raises(ValueError, match="does not stand"):
        run("errors", file)


def test_every_number_read_in_our_gold_reads_again_to_its_value() -> None:
    for path in SETS["claims"].paths:
        for text in read_gold(path):
            assert [c.quantity.text for c in claims_in(text) if not rereads(c, text.text)] == []


# The items of each set that a quick look reads; a part of a set fails only where its interval is below the floor.
QUICK = {
    **dict.fromkeys(("casualties", "muc", "reconcile", "numbers", "attribution", "calm")),
    "certainty": 600,
}


@pytest.mark.parametrize("name", QUICK)
def test_other_peoples_gold_is_read_as_well_as_pinned(name: str) -> None:
    if not all(path.is_file() for path in SETS[name].paths):
        pytest.skip("other people's annotations are not part of this project, and are not here")
    scores = run(name, limit=QUICK[name])
    assert scores is not None
    assert not below_floor(name, scores, part=QUICK[name] is not None)


def test_the_gate_stops_no_more_than_pinned() -> None:
    scores = run("gate", limit=300)
    assert scores is not None
    assert not below_floor("gate", scores, part=True)


def test_every_set_has_floors() -> None:
    floors = load_floors()
    assert set(floors) == set(SETS)
    for name, groups in floors.items():
        for metrics in groups.values():
            assert set(metrics) <= set(SETS[name].held or metrics)
            assert all(0 <= floor <= 1 for floor in metrics.values())
