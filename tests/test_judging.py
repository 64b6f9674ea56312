"""What people say of claims: corrections, the queue, two coders and an adjudicator, agreement."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import kept_claims
from tests.kept_claims import judged

import counterclaim.anchoring as anchoring_module
from counterclaim import drafting, fitness
from counterclaim.agreeing import agreement, alpha
from counterclaim.claims import extract
from counterclaim.documents import read_document
from counterclaim.judging import (
    CORRECTABLE,
    GATE,
    MISSED,
    NEAR,
    REASONS,
    Level,
    applied,
    blind,
    corrected,
    corrections,
    disputes,
    of_coder,
    queue,
)
from counterclaim.model import CounterclaimError, Evidence, Finding, Kept, Proof, Refusal, Severity

PLAIN = [replace(kept, judgements=()) for kept in kept_claims.article()]


def finding(kept: Kept, severity: Severity) -> Finding:
    said: tuple[Evidence, ...] = ()
    return Finding("CC999", "example", severity, "it does not hold", (kept.claim.id,), said, Proof(()))


# ------------------------------------------------------------------------------------------------------ corrections


def test_a_correction_is_typed_as_field_and_value() -> None:
    typed = 'side=UA low=1,200 best= start=2024-05-01 place="Gaza City" measure=killed period=window'
    assert corrections(typed) == {
        "side": "UA",
        "low": 1200.0,
        "best": None,
        "start": date(2024, 5, 1),
        "place": "Gaza City",
        "measure": "killed",
        "period": "window",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "write corrections as field=value"),
        ("killed", "write corrections as field=value, not “killed”"),
        ("quote=x", "“quote” cannot be corrected; there is low, best, high"),
        ("measure=slain", "“slain” is no measure: one of casualties, killed"),
        ("low=-3", "“-3” is no low: a number that is not negative"),
        ("low=nan", "“nan” is no low"),
        ("end=yesterday", "“yesterday” is no end: a day, as 2023-12-09"),
        ("certainty=", "“” is no certainty: one of stated"),
    ],
)
def test_a_correction_that_cannot_be_is_told_with_what_can(typed: str, said: str) -> None:
    with pytest.raises(CounterclaimError) as told:
        corrections(typed)
    assert said in str(told.value)


def test_a_corrected_claim_has_the_corrected_fields_and_the_same_words() -> None:
    kept = PLAIN[0]
    fields = {"side": "UA", "low": 12, "best": 15.0, "high": None, "start": "2024-05-01", "period": "window"}
    fixed = applied(kept.claim, fields)
    assert (fixed.side, fixed.quantity.low, fixed.quantity.best, fixed.quantity.high) == ("UA", 12, 15, None)
    assert (fixed.period.kind, fixed.period.start) == ("window", date(2024, 5, 1))
    assert (fixed.evidence, fixed.id) == (kept.claim.evidence, kept.claim.id)


@pytest.mark.parametrize("name", CORRECTABLE)
def test_every_field_can_be_corrected_to_what_it_is(name: str) -> None:
    for kept in kept_claims.samples():
        value = CORRECTABLE[name].value(kept.claim)
        assert applied(kept.claim, {name: value}) == kept.claim


def test_a_correction_that_was_undone_corrects_nothing() -> None:
    claim = PLAIN[0].claim
    fix = judged(claim.id, "correct", fields={"side": "UA"})
    assert corrected(replace(PLAIN[0], judgements=(fix,))).side == "UA"
    undo = judged(claim.id, "undo", 1, supersedes=fix.id)
    assert corrected(replace(PLAIN[0], judgements=(fix, undo))) == claim


# ------------------------------------------------------------------------------------------------------ the queue


def test_what_presses_most_comes_first_and_says_why() -> None:
    claims = [replace(kept.claim, certainty="stated") for kept in PLAIN]
    kepts = [replace(kept, claim=claim) for kept, claim in zip(PLAIN, claims, strict=True)]
    kepts[4] = replace(kepts[4], judgements=(judged(claims[4].id, "unsure", note="which army?"),))
    other = replace(claims[3], id="other", reader="model", side="UA")
    kepts.append(replace(kepts[3], claim=other))
    findings = [finding(kepts[0], "warning"), finding(kepts[1], "error"), finding(kepts[2], "note")]
    waiting = queue(kepts, findings)
    assert [(w.kept.claim.id, w.reasons[0][0]) for w in waiting] == [
        (claims[3].id, "readers differ"),
        ("other", "readers differ"),
        (claims[1].id, "a finding: error"),
        (claims[0].id, "a finding: warning"),
        (claims[4].id, "unsure"),
    ]
    assert waiting[0].reasons[0][1] == "model reads side UA"
    assert waiting[4].reasons[0][1] == "Ada could not decide: which army?"


def test_the_queue_is_the_same_whatever_order_the_claims_come_in() -> None:
    findings = [finding(kept, "warning") for kept in PLAIN]
    refusals = [Refusal(PLAIN[0].claim.document, "44th", 0, 400, "a number of a unit")]
    expected = queue(PLAIN, findings, refusals)
    for seed in range(5):
        shuffled = random.Random(seed).sample(PLAIN, len(PLAIN))
        assert queue(shuffled, findings[::-1], refusals) == expected


def in_text(text: str, quote: str, **fields: Any) -> Kept:
    """A claim with this quote in a document with this text."""
    start = text.index(quote)
    evidence = replace(PLAIN[0].claim.evidence, exact=quote, start=start, end=start + len(quote))
    claim = replace(PLAIN[0].claim, evidence=evidence, certainty="stated", **fields)
    return replace(PLAIN[0], claim=claim, document=replace(PLAIN[0].document, text=text))


def refused(kept: Kept, words: str, reason: str, reader: str = "rules") -> Refusal:
    """A refusal of words of a claim's document."""
    start = kept.document.text.index(words)
    return Refusal(kept.claim.document, words, start, start + len(words), reason, reader)


def test_a_number_that_was_left_out_of_the_same_sentence_brings_a_claim_in() -> None:
    kept = in_text(
        "On 3 May 12 men were killed, and 30 more did not return. Of 44 houses none stands.", "12 men were killed"
    )
    missed = refused(kept, "30 more", "no word tells what happened to them")
    assert [w.reasons for w in queue([kept], (), [missed])] == [
        (("a number left out beside it", "“30 more”: no word tells what happened to them"),)
    ]
    assert queue([kept], (), [replace(missed, document="another")]) == []
    assert queue([kept], (), [refused(kept, "44 houses", "no word tells what happened to them")]) == []


def test_a_date_an_age_or_a_designation_beside_a_claim_brings_nobody_in() -> None:
    kept = in_text("On 3 May 12 men were killed, the eldest 61, by a T-72.", "12 men were killed")
    refusals = [
        refused(kept, words, f"not a count: {why}")
        for words, why in (("3 May", "date"), ("61", "age"), ("72", "designation"))
    ]
    refusals.append(refused(kept, "the eldest", "those who acted, not those who suffered"))
    assert queue([kept], (), refusals) == []


@pytest.mark.parametrize("far", [0, NEAR + 1])
def test_what_the_gate_refused_of_another_reader_near_a_claim_comes_before_a_number_left_out(far: int) -> None:
    text = "12 men were killed, and 30 did not return." + " " * far + " Some 31 of them are prisoners."
    kept = in_text(text, "12 men were killed")
    missed = refused(kept, "30 did", "no word tells what happened to them")
    draft = refused(kept, "31", "the number does not re-read to this value", reader="model")
    reasons = [w.reasons[0][0] for w in queue([kept], (), [missed, draft])]
    assert reasons == (["a number left out beside it"] if far else ["a refused draft near it"])


def test_every_refusal_that_counts_is_one_that_the_reader_gives() -> None:
    told = [
        refusal.reason
        for text in (
            "The army lost 20 men. They had 31 mortars.",
            "12 soldiers were killed. 40 gadgets were destroyed.",
        )
        for refusal in extract(read_document(text.encode(), path="a.txt"))[1]
    ]
    sources = "".join(Path(module.__file__ or "").read_text() for module in (anchoring_module, drafting, fitness))
    assert any(reason.startswith(MISSED) for reason in told)
    assert [start for start in (*MISSED, *GATE) if f'"{start}' not in sources] == []


@pytest.mark.parametrize("verdict", ["accept", "reject", "correct"])
def test_a_settled_claim_waits_no_more(verdict: str) -> None:
    kept = replace(PLAIN[0], judgements=(judged(PLAIN[0].claim.id, verdict),))  # type: ignore[arg-type]
    assert queue([kept], [finding(kept, "error")]) == []


def test_readers_that_agree_bring_nobody_in() -> None:
    kept = replace(PLAIN[0], claim=replace(PLAIN[0].claim, certainty="stated"))
    twin = replace(kept, claim=replace(kept.claim, id="twin", reader="model"))
    assert queue([kept, twin]) == []


def test_every_reason_has_its_rank() -> None:
    kepts = [PLAIN[1], *kept_claims.article()]
    for waiting in queue(kepts, [finding(kept, "error") for kept in kepts]):
        ranks = [REASONS.index(reason) for reason, _ in waiting.reasons]
        assert ranks == sorted(ranks)


# ------------------------------------------------------------------------------------------- coders and adjudicator


def two_coders() -> list[Kept]:
    """Both accept; they correct differently; they differ; one is unsure; only one has judged."""
    given = [
        [("Ada", "accept", {}), ("Ben", "accept", {})],
        [("Ada", "correct", {"side": "RU"}), ("Ben", "correct", {"side": "UA"})],
        [("Ada", "accept", {}), ("Ben", "reject", {})],
        [("Ada", "accept", {}), ("Ben", "unsure", {})],
        [("Ada", "accept", {})],
    ]
    kepts = []
    for kept, verdicts in zip(PLAIN, given, strict=True):
        judgements = tuple(
            judged(kept.claim.id, verdict, number, by=by, id=f"{by}-{kept.claim.id}", fields=fields)  # type: ignore[arg-type]
            for number, (by, verdict, fields) in enumerate(verdicts)
        )
        kepts.append(replace(kept, judgements=judgements))
    return kepts


def test_a_blind_coder_sees_nothing_of_the_other() -> None:
    for kept in two_coders():
        assert {judgement.by for judgement in blind(kept, "Ben").judgements} <= {"Ben"}
        assert blind(kept, "Cy").judgements == ()
        assert of_coder(kept.judgements, "Ada") is not None


def test_the_adjudicator_gets_what_they_differ_on_field_by_field() -> None:
    kepts = two_coders()
    found = {d.kept.claim.id: d.differing for d in disputes(kepts, ("Ada", "Ben"))}
    assert found == {
        kepts[1].claim.id: {"side": ("RU", "UA")},
        kepts[2].claim.id: {"verdict": ("accept", "reject")},
        kepts[3].claim.id: {"verdict": ("accept", "unsure")},
    }
    waiting = {w.kept.claim.id: w.reasons[0] for w in queue(kepts)}
    assert waiting[kepts[1].claim.id] == ("coders differ", "side: Ada RU, Ben UA")


def test_what_a_third_person_settled_is_out_of_the_queue() -> None:
    kept = two_coders()[2]
    settled = replace(kept, judgements=(*kept.judgements, judged(kept.claim.id, "accept", 9, by="Cy")))
    assert queue([kept]) != []
    assert queue([settled]) == []


# -------------------------------------------------------------------------------------------------------- agreement

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A, B and C.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
NAMES = [list("aabbdcccedda"), list("babbbcccedddd"[:12])]
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_alpha_is_as_published() -> None:
    assert round(alpha(BINARY, "nominal"), 3) == 0.095
    assert round(alpha(NAMES, "nominal"), 3) == 0.692
    assert round(alpha(FOUR, "nominal"), 3) == 0.743
    assert round(alpha(FOUR, "ratio"), 3) == 0.797


def test_agreement_is_told_field_by_field_and_where_it_is_not_defined_why() -> None:
    kepts = [
        replace(
            kept, judgements=tuple(judged(kept.claim.id, "accept", n, by=by) for n, by in enumerate(("Ada", "Ben")))
        )
        for kept in kept_claims.samples()[:40]
    ]
    wrong = judged(kepts[0].claim.id, "correct", 5, by="Ben", fields={"measure": "released"})
    kepts[0] = replace(kepts[0], judgements=(kepts[0].judgements[0], wrong))
    found = {row.field: row for row in agreement(kepts)}
    assert set(found) == {"claim", *CORRECTABLE}
    assert found["claim"].alpha is None
    assert found["claim"].why == "everybody gave the same value to every claim"
    assert found["side"].alpha == 1
    assert found["measure"].claims == 40
    assert found["measure"].same == 39 / 40
    assert 0.8 < (found["measure"].alpha or 0) < 1
    assert found["best"].level == "ratio"
    assert found["best"].alpha == 1


def test_a_rejected_claim_has_no_fields_to_agree_on() -> None:
    rows = {row.field: row for row in agreement(two_coders())}
    assert rows["claim"].claims == 3
    assert rows["side"].claims == 2


def test_one_coder_is_not_enough() -> None:
    with pytest.raises(CounterclaimError, match="at least two people"):
        agreement(kept_claims.article())


@pytest.mark.parametrize("level", ["nominal", "ratio"])
def test_alpha_is_what_the_library_of_that_name_gives(level: Level) -> None:
    krippendorff = pytest.importorskip("krippendorff", reason="alpha is held against krippendorff")
    draw = random.Random(5)
    for coders, units in ((2, 12), (3, 30), (4, 50)):
        table = [[draw.choice((None, 0.0, 1.0, 3.0, 12.0, 40.0, 41.0)) for _ in range(units)] for _ in range(coders)]
        rows = [[float("nan") if value is None else value for value in row] for row in table]
        library = krippendorff.alpha(reliability_data=rows, level_of_measurement=level)
        assert alpha(table, level) == pytest.approx(library, abs=1e-12)


def test_without_numpy_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(CounterclaimError, match=r"python -m pip install 'counterclaim\[agreement\]'"):
        alpha(BINARY, "nominal")
