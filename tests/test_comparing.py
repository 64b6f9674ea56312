"""Claims of many documents beside each other: questions, how two stand, copies, incidents, portraits, compare."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from counterclaim.claims import extract
from counterclaim.comparing.claim_files import claims_in, kept_of
from counterclaim.comparing.conventions import CONVENTIONS, Toll
from counterclaim.comparing.drawing import render, specification
from counterclaim.comparing.estimate import estimate
from counterclaim.comparing.incidents import incidents, range_of, toll_of
from counterclaim.comparing.ladder import LEVELS, stand
from counterclaim.comparing.laying import Comparison, disagreements, lay
from counterclaim.comparing.observing import observations_of
from counterclaim.comparing.plots import chart, estimate_text
from counterclaim.comparing.portraits import middle_of, portrait, portrait_text
from counterclaim.comparing.questions import group, question_of
from counterclaim.documents import read_document
from counterclaim.exports.events import grouped
from counterclaim.formats import claim_line
from counterclaim.ledger import Filter
from counterclaim.model import (
    Claim,
    CounterclaimError,
    Document,
    Evidence,
    Hedge,
    Kept,
    Link,
    Period,
    PeriodKind,
    Quantity,
    Stance,
)
from counterclaim.series import load_record
from counterclaim.verbs import read

MAY = date(2024, 5, 1)


def quantity(value: float | tuple[float, float], hedge: Hedge = "exact") -> Quantity:
    low, high = value if isinstance(value, tuple) else (value, value)
    best: float | None = low if low == high else None
    if hedge == "about":
        return Quantity(None, low, None, "count", hedge, f"about {low}", 0, 1)
    if hedge == "at least":
        return Quantity(low, None, None, "count", hedge, f"at least {low}", 0, 1)
    return Quantity(low, best, high, "count", "between" if best is None else hedge, f"{low}", 0, 1)


def kept(
    value: float | tuple[float, float],
    *,
    by: str | None = "ua-general-staff",
    said: date = MAY,
    on: date | None = MAY,
    start: date | None = None,
    side: str | None = "RU",
    object: str = "personnel",
    measure: str = "killed",
    kind: PeriodKind = "window",
    place: str | None = None,
    hedge: Hedge = "exact",
    stance: Stance = "asserts",
    outlet: str = "",
    words: str = "",
) -> Kept:
    name = f"{by}-{said}-{on}-{value}-{outlet}-{object}-{measure}-{stance}-{place}-{side}-{hedge}"
    document = Document(name, "", f"{name}.txt", published=said, outlet=outlet or f"{by} Post {said}")
    if kind == "window" and start is None:
        start = on
    links = (Link(by, by, "military", "said", 0, 1),) if by else ()
    claim = Claim(
        f"claim {name}", document.id, "rules", Evidence(document.id, 0, 1, words or name), quantity(value, hedge),
        object, measure, side, None, place, Period(kind, start if kind == "window" else None, on), links, stance,
        "stated", (), (),
    )  # fmt: skip
    return Kept(claim, document)


# ---------------------------------------------------------------------------------------------------- the ladder

NEXT = MAY + timedelta(days=1)
WEEK = {"start": MAY - timedelta(days=6), "on": MAY}
LADDER = [
    ("mismatch", kept(12), kept(12, by="ru-mod", measure="wounded")),
    ("mismatch", kept(12), kept(12, by="ru-mod", side="UA")),
    ("mismatch", kept(12), kept(12, by="ru-mod", place="Kherson")),
    ("mismatch", kept(12), kept(20, by="ru-mod", measure="casualties")),
    ("echo", kept(12, outlet="A"), kept(12, outlet="B")),
    ("echo", kept(12, by="oryx", words="a strike on the depot killed 12 men"),
     kept(12, by="ru-mod", words="A strike on the depot  killed 12 men")),
    ("revision", kept(12), kept(14, said=NEXT)),
    ("agreement", kept(12), kept(12, by="ru-mod")),
    ("agreement", kept(100, hedge="about"), kept(108, by="ru-mod")),
    ("agreement", kept((10, 20)), kept((15, 30), by="ru-mod")),
    ("agreement", kept(12, hedge="at least"), kept(90, by="ru-mod")),
    ("denial", kept(12), kept(12, by="ru-mod", stance="denies")),
    ("denial", kept(12, place="Kherson"), kept(12, by="ru-mod", stance="denies", on=None, side=None, place="Kherson")),
    ("mismatch", kept(12, place="Kherson"), kept(12, by="ru-mod", stance="denies", on=None, side=None)),
    ("apart", kept(12), kept(13, by="ru-mod", stance="denies", on=None)),
    ("conflict", kept(12), kept(30, by="ru-mod")),
    ("conflict", kept(12), kept(14)),
    ("conflict", kept(30), kept(12, by="ru-mod", measure="casualties")),
    ("conflict", kept(90), kept(40, by="ru-mod", **WEEK)),  # type: ignore[arg-type]
    ("conflict", kept(900, kind="cumulative"), kept(800, by="ru-mod", kind="cumulative", on=NEXT, said=NEXT)),
    ("fell", kept(900, kind="cumulative"), kept(800, kind="cumulative", on=NEXT, said=NEXT)),
    ("apart", kept(900, kind="cumulative"), kept(950, kind="cumulative", on=NEXT, said=NEXT)),
    ("apart", kept(12), kept(12, by="ru-mod", on=NEXT)),
    ("apart", kept(12), kept(12, by="ru-mod", on=None)),
    ("apart", kept(12), kept(12, by="ru-mod", kind="cumulative")),
]  # fmt: skip


@pytest.mark.parametrize(("level", "one", "other"), LADDER)
def test_two_claims_stand_as_the_first_level_that_holds(level: str, one: Kept, other: Kept) -> None:
    standing = stand(one, other)
    assert standing.level == level, standing.sentence
    assert standing.sentence
    assert stand(other, one) == standing


def test_every_level_is_in_the_table_of_cases() -> None:
    assert {level for level, _, _ in LADDER} | {"reset"} == set(LEVELS)


def test_a_fall_on_a_day_on_which_the_record_counts_anew_is_a_reset() -> None:
    one, other = kept(900, kind="cumulative"), kept(3, kind="cumulative", on=NEXT, said=NEXT)
    assert stand(one, other, resets=[NEXT]).level == "reset"
    assert stand(one, other, resets=[MAY]).level == "fell"


def test_nothing_on_one_side_is_a_gap_that_says_who_is_alone() -> None:
    assert stand(kept(12), None).level == stand(None, kept(12)).level == stand(None, None).level == "gap"
    assert "General Staff" in stand(kept(12), None).sentence


def test_a_conflict_has_its_ratio() -> None:
    assert stand(kept(12), kept(30, by="ru-mod")).ratio == pytest.approx(2.5)
    assert "2.5 times" in stand(kept(12), kept(30, by="ru-mod")).sentence
    assert stand(kept(0), kept(30, by="ru-mod")).ratio == float("inf")


def test_broader_terms_never_agree_or_disagree_but_by_inequality() -> None:
    part, whole = kept(30), kept(30, by="ru-mod", measure="casualties")
    assert stand(part, whole).level == "mismatch"
    assert "fits" in stand(part, whole).sentence
    assert "killed are among" in stand(kept(31), whole).sentence


def test_two_unnamed_officials_are_two_voices() -> None:
    assert stand(kept(12, by="official", outlet="A"), kept(12, by="official", outlet="B")).level == "agreement"


# ------------------------------------------------------------------------------------------ questions, the order


def body(seed: int = 3) -> list[Kept]:
    draw = random.Random(seed)
    made = []
    for at in range(60):
        when = MAY + timedelta(days=draw.randrange(8))
        made.append(
            kept(
                draw.choice([10, 12, 12, 15, 40, (10, 20)]),
                by=draw.choice(["ua-general-staff", "ru-mod", "oryx", "official", None]),
                on=when,
                said=when + timedelta(days=draw.randrange(3)),
                kind=draw.choice(["window", "cumulative"]),
                measure=draw.choice(["killed", "wounded"]),
                stance="denies" if at % 11 == 0 else "asserts",
                outlet=draw.choice(["A", "B", "C"]),
            )
        )
    return list({one.claim.id: one for one in made}.values())


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_documents_changes_nothing(seed: int) -> None:
    claims = body()
    shuffled = random.Random(seed).sample(claims, len(claims))
    assert group(claims) == group(shuffled)
    assert lay(claims, Filter(measure="killed")) == lay(shuffled, Filter(measure="killed"))
    assert disagreements(claims) == disagreements(shuffled)


def test_a_claim_that_comes_twice_is_there_once() -> None:
    claims = body()
    assert lay([*claims, *claims], Filter(measure="killed")) == lay(claims, Filter(measure="killed"))


def test_a_question_says_of_whom_and_where() -> None:
    asked = question_of(kept(1, place="Kherson", kind="cumulative").claim)
    assert str(asked) == "military personnel, killed, of RU, at Kherson, running total"


# ---------------------------------------------------------------------------------------- three transcriptions

CATEGORIES = {"personnel": "personnel", "tank": "tanks", "artillery": "artillery systems", "vehicle": "vehicles"}
OUTLETS = ("The Dnipro Courier", "The Desna Courier", "The Seim Courier")


def bulletin(when: date, values: dict[str, int], outlet: str) -> Document:
    told = {name: f"{value:,}" for name, value in values.items()}
    text = (
        f"As of {when.day} {when:%B} {when.year}, Ukraine's General Staff said, Russia had lost about "
        f"{told['personnel']} personnel, {told['tank']} tanks, {told['artillery']} artillery systems and "
        f"{told['vehicle']} vehicles since "
        "the start of the full-scale invasion.\n"
    )
    document = read_document(text.encode(), path=f"{outlet} {when}.txt", published=when)
    return replace(document, id=f"{outlet} {when}", outlet=outlet)


def slipped(value: int, draw: random.Random) -> int:
    """A copyist's slip: two unequal neighbours swapped, or a digit dropped."""
    digits = str(value)
    swaps = [at for at in range(1, len(digits) - 1) if digits[at] != digits[at + 1]]
    if swaps and draw.random() < 0.7:
        at = draw.choice(swaps)
        return int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    return int(digits[:-1])


def transcriptions(days: int, slips: int) -> tuple[list[Document], set[tuple[date, str]]]:
    series = load_record().series["ua-general-staff"]
    draw = random.Random(7)
    first = series.dates.index(date(2024, 1, 10))
    documents, wrong = [], set()
    where = {(draw.randrange(days), draw.choice(list(CATEGORIES)), draw.randrange(3)) for _ in range(slips)}
    for at in range(days):
        when = series.dates[first + at]
        values = {name: int(series.columns[name][first + at] or 0) for name in CATEGORIES}
        for number, outlet in enumerate(OUTLETS):
            copied = dict(values)
            for name in CATEGORIES:
                if (at, name, number) in where:
                    copied[name] = slipped(copied[name], draw)
                    wrong.add((when, name))
            documents.append(bulletin(when, copied, outlet))
    return documents, wrong


def test_the_days_on_which_three_transcriptions_disagree_are_found_all_and_only_those() -> None:
    documents, wrong = transcriptions(days=90, slips=25)
    assert len(wrong) > 20
    claims = [one for document in documents for one in kept_of(read(document))]
    found = disagreements(claims)
    assert {(one.moment.end, one.question.object) for one in found} == wrong
    assert all(one.voice == "ua-general-staff" and len(one.figures) > 1 for one in found)
    told = f"{len(wrong)} figures on {len({when for when, _ in wrong})} days differ, all found and only those"
    print(f"\ntranscriptions: {len(documents)} bulletins; {told}")


def test_transcriptions_that_agree_disagree_nowhere() -> None:
    documents, wrong = transcriptions(days=20, slips=0)
    assert not wrong
    assert disagreements(one for document in documents for one in kept_of(read(document))) == ()


# --------------------------------------------------------------------------------------------------- the table


def comparison(claims: Sequence[Kept], **asked: object) -> Comparison:
    return lay(claims, Filter(measure="losses", **asked), load_record())  # type: ignore[arg-type]


def test_a_claim_of_a_running_total_stands_beside_the_record_of_its_day() -> None:
    series = load_record().series["ua-general-staff"]
    value = series.columns["tank"][series.dates.index(MAY)]
    assert value is not None
    laid = comparison([kept(2 * value, kind="cumulative", measure="losses", object="tank", by="ru-mod")], object="tank")
    [row] = laid.rows
    assert row.ratio == pytest.approx(2.0)
    assert row.line == "ua-general-staff"
    assert {line.source for line in laid.lines} >= {"ua-general-staff", "oryx"}


def test_sources_and_days_narrow_what_is_compared() -> None:
    claims = [kept(12), kept(13, by="ru-mod"), kept(14, on=NEXT, said=NEXT)]
    assert len(lay(claims, Filter(measure="killed"), sources=("ru-mod",)).rows) == 1
    assert len(lay(claims, Filter(measure="killed", start=NEXT)).rows) == 1
    assert len(lay(claims, Filter(measure="killed", end=MAY, side="RU")).rows) == 2
    assert not lay(claims, Filter(measure="killed", side="UA")).rows


def test_the_chart_has_a_letter_for_each_source_and_the_record_behind() -> None:
    claims = [kept(90, by="ru-mod"), kept((40, 60), on=NEXT, said=NEXT), kept(50, by="oryx", on=NEXT, said=NEXT)]
    drawn = chart(lay(claims, Filter(measure="killed")))
    assert all(f"  {letter}  " in drawn for letter in "ABC")
    assert "|" in drawn
    assert max(map(len, drawn.splitlines())) <= 78
    assert chart(lay([], Filter(measure="killed"))) == ""


# -------------------------------------------------------------------------------------------------------- charts


def drawn_claims() -> Comparison:
    claims = [
        kept(7000, kind="cumulative", measure="losses", object="tank", by="ru-mod"),
        kept(7100, kind="cumulative", measure="losses", object="tank", by="ru-mod", on=NEXT, said=NEXT),
        kept((6000, 8000), kind="cumulative", measure="losses", object="tank", by="nato"),
        kept(5000, kind="cumulative", measure="losses", object="tank", by="ua-gur", hedge="at least"),
    ]
    return lay(claims, Filter(measure="losses", object="tank", side="RU"), load_record())


def test_the_drawn_chart_has_every_source_the_record_and_bands() -> None:
    picture = render(specification(drawn_claims(), "losses, tank, RU"), "svg")
    assert isinstance(picture, str)
    assert picture.startswith("<svg")
    for words in ("NATO", "Oryx, RU tank (record)", "losses, tank, RU"):
        assert words in picture
    assert "triangle" in json.dumps(specification(drawn_claims()))


def test_the_drawn_chart_is_a_png_and_a_page_that_asks_nothing_of_the_network() -> None:
    chart_of = specification(drawn_claims())
    picture, page = render(chart_of, "png"), render(chart_of, "html")
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG")
    assert isinstance(page, str)
    assert "<script src=" not in page.lower()
    assert "<link" not in page.lower()


def test_a_line_of_the_record_is_cut_where_it_counts_anew() -> None:
    laid = lay([], Filter(measure="killed", side="LB", object="people"), load_record())
    assert laid.resets
    rows = specification(laid)["datasets"]["record"]
    assert len({row["stretch"] for row in rows}) == 1 + len(laid.resets)


def test_a_document_named_like_markup_stays_text_in_the_page() -> None:
    bad = kept(12, outlet="</script><script>alert(1)</script>")
    bad = replace(bad, document=replace(bad.document, path="</script><script>alert(1)</script>"))
    page = render(specification(lay([bad], Filter(measure="killed"))), "html")
    assert isinstance(page, str)
    assert "<script>alert(1)" not in page
    assert page.count("</script>") == page.count("<script")


# ------------------------------------------------------------------------------------------------------- the estimate


def sources_of_a_total(echoes: int = 0) -> list[Kept]:
    made = []
    for at in range(6):
        day = MAY + timedelta(days=30 * at)
        for by, factor in (("ru-mod", 0.5), ("nato", 1.1), ("ua-gur", 1.6)):
            value = round(1000 * 1.2**at * factor)
            for copy in range(1 + (echoes if by == "ua-gur" else 0)):
                made.append(kept(value, by=by, on=day, said=day, kind="cumulative", outlet=f"outlet {copy}"))
    return made


def test_copies_change_nothing_in_the_estimate() -> None:
    plain, copied = (observations_of(sources_of_a_total(echoes)) for echoes in (0, 20))
    assert [replace(one, claim="") for one in copied] == [replace(one, claim="") for one in plain]
    drawn = estimate(copied, cumulative=True)
    assert len(drawn.claims) == 18
    assert "lean that they all share" in estimate_text(drawn)


def test_a_source_that_counts_anew_is_another_source_from_that_day() -> None:
    days = [MAY + timedelta(days=7 * at) for at in range(5)]
    values = (100, 110, 60, 66, 70)
    claims = [kept(v, on=day, said=day, kind="cumulative") for v, day in zip(values, days, strict=True)]
    names = [one.source for one in observations_of(claims)]
    assert names == ["ua-general-staff"] * 2 + [f"ua-general-staff, from {days[2]}"] * 3


# -------------------------------------------------------------------------------------------------------- incidents


def toll(outlet: str, day: int, total: int, *groups: int, wide: bool = False) -> Toll:
    return Toll(outlet, MAY + timedelta(days=day), total, groups or (total,), wide=wide)


@pytest.mark.parametrize(
    ("convention", "tolls", "wanted"),
    [
        ("ucdp", [toll("A", 0, 12), toll("B", 0, 12), toll("C", 0, 15)], (12, 12, 15)),
        ("ucdp", [toll("A", 0, 12), toll("A", 1, 15), toll("B", 1, 15)], (12, 15, 15)),
        ("ucdp", [toll("A", 0, 12), toll("B", 1, 15)], (12, 15, 15)),
        ("ucdp", [toll("A", 0, 12, 4, 8), toll("B", 0, 14)], (4, 12, 14)),
        ("ucdp", [toll("A", 0, 6), toll("B", 0, 6), toll("C", 0, 6), toll("A", 0, 7)], (6, 7, 7)),
        ("ucdp", [toll("A", 0, 9, wide=True), toll("B", 0, 9, wide=True)], (1, 9, 9)),
        ("ucdp", [toll("A", 0, 9, wide=True), toll("B", 0, 7)], (7, 7, 9)),
        ("acled", [toll("A", 0, 9), toll("A", 1, 12), toll("B", 1, 15)], (12, 12, 15)),
        ("median", [toll("A", 0, 9), toll("A", 1, 12), toll("B", 1, 15), toll("C", 1, 40)], (12, 15, 40)),
        ("median", [toll("A", 0, 10), toll("B", 0, 20)], (10, 10, 20)),
    ],
)
def test_low_best_and_high_follow_the_named_convention(
    convention: str, tolls: list[Toll], wanted: tuple[int, int, int]
) -> None:
    found = range_of(tolls, convention)
    assert found is not None
    assert (found.low, found.best, found.high) == wanted


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_a_range_is_a_range_under_every_convention(convention: str) -> None:
    draw = random.Random(1)
    for _ in range(200):
        tolls = [
            toll(draw.choice("ABC"), draw.randrange(3), draw.randrange(1, 60)) for _ in range(draw.randrange(1, 6))
        ]
        found = range_of(tolls, convention)
        assert found is not None
        assert found.low <= found.best <= found.high
    assert range_of([], convention) is None


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("Four soldiers were killed in a blast near the market of Kramatorsk.", False),
        ("Four soldiers were killed in the Donetsk region.", True),
        ("Four soldiers were killed in Ukraine.", True),
        ("Four soldiers were killed between 3 and 9 May 2023.", True),
        ("Four soldiers were killed.", False),
    ],
)
def test_a_sum_of_days_or_of_a_region_is_known_as_one(text: str, wide: bool) -> None:
    claims, _ = extract(Document(id="d", text=text, path="report", published=MAY))
    found = toll_of(claims, "killed", outlet="A", day=MAY)
    assert found is not None
    assert found.wide is wide


def test_an_unknown_convention_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(CounterclaimError, match="ucdp, acled, ibc, median"):
        range_of([], "guess")


def event(**given: object) -> Kept:
    return kept(given.pop("value", 12), **{"place": "Kherson", "object": "people", "side": None, **given})  # type: ignore[arg-type]


def test_reports_of_one_event_meet_and_those_of_another_do_not() -> None:
    claims = [
        event(by="police", outlet="A"),
        event(by="hospital", outlet="B", value=14, on=NEXT, said=NEXT, object="civilian"),
        event(by="hospital", outlet="B", value=30, measure="wounded"),
        event(by="police", outlet="C", place="Odesa"),
        event(by="police", outlet="D", on=MAY + timedelta(days=9), said=MAY + timedelta(days=9)),
        event(by="police", outlet="E", object="tank", measure="destroyed"),
    ]
    found = incidents(claims)
    assert [(one.place, one.start, len(one.claims)) for one in found] == [
        ("Kherson", MAY, 3),
        ("Odesa", MAY, 1),
        ("Kherson", MAY + timedelta(days=9), 1),
    ]
    assert (found[0].ranges["killed"].low, found[0].ranges["killed"].high) == (12, 14)
    assert found[0].ranges["wounded"].best == 30
    assert set(found[0].ranges["killed"].claims) == {claims[0].claim.id, claims[1].claim.id}
    assert incidents(reversed(claims)) == found


def test_who_tells_the_dead_of_two_days_tells_of_two_incidents_and_daily_reports_make_no_chain() -> None:
    days = [MAY + timedelta(days=number) for number in range(4)]
    of_one = [event(by="police", outlet="A", value=10 + at, on=on, said=on) for at, on in enumerate(days)]
    assert [(one.start, len(one.claims)) for one in incidents(of_one)] == [(on, 1) for on in days]
    of_many = [event(by=f"{at}", outlet=f"{at}", value=10 + at, on=on, said=on) for at, on in enumerate(days)]
    found = [(one.start, one.end) for one in incidents(of_many)]
    assert found == [(days[0], days[1]), (days[2], days[3])]
    assert [(one.start, one.end) for one in grouped(of_many)[0]] == found  # the tables of events go by the same rule


def test_soldiers_of_two_sides_at_one_place_are_two_incidents() -> None:
    found = incidents([event(side="RU", object="personnel"), event(side="UA", object="personnel", outlet="B")])
    assert [one.sides for one in found] == [("RU",), ("UA",)]


def test_copies_do_not_move_the_median_of_origins() -> None:
    claims = [event(by="ru-mod", value=40, outlet=f"copy {at}") for at in range(9)]
    claims += [event(by="ua-gur", value=10, outlet="A"), event(by="nato", value=12, outlet="B")]
    [one] = incidents(claims, "median")
    assert one.ranges["killed"].best == 12


# -------------------------------------------------------------------------------------------------------- portraits


def test_a_portrait_says_what_was_claimed_repeated_and_corrected() -> None:
    claims = [
        kept(12, outlet="A"),
        kept(12, outlet="B", said=NEXT),
        kept(15, outlet="A", said=NEXT),
        kept(9, by="nato"),
    ]
    shown = portrait(claims, "ua-general-staff")
    assert len(shown.claims) == 3
    assert (shown.repeated, shown.repeats) == (1, 1)
    assert [(one.before, one.after, one.why) for one in shown.corrections] == [(12, 15, "changed later")]
    assert "12 → 15" in portrait_text(shown, "General Staff")
    assert portrait(reversed(claims), "ua-general-staff") == shown


def test_a_source_of_the_record_stands_beside_the_others_over_time() -> None:
    shown = portrait([], "ua-general-staff", load_record())
    tanks = next(one for one in shown.ratios if (one.series, one.object) == ("oryx-ru", "tank"))
    assert 2 < tanks.middle < 4
    assert tanks.low is not None
    assert tanks.high is not None
    assert tanks.low <= tanks.middle <= tanks.high
    assert "score" not in portrait_text(shown, "General Staff")


def test_the_middle_of_ratios_is_robust_and_says_nothing_from_two_months() -> None:
    steady = [(MAY + timedelta(days=5 * at), 2.0) for at in range(40)]
    wild = [(day, 200.0 if at == 7 else value) for at, (day, value) in enumerate(steady)]
    assert middle_of(wild) == pytest.approx((2.0, 2.0, 2.0))
    assert middle_of(steady[:6]) == (pytest.approx(2.0), None, None)


# ------------------------------------------------------------------------------------------------- the command line


def compare(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "counterclaim.cli", "compare", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_compare_prints_claims_of_a_file_with_the_record_behind(tmp_path: Path) -> None:
    claims = [
        kept(7000, kind="cumulative", measure="losses", object="tank", by="ru-mod"),
        kept(7200, kind="cumulative", measure="losses", object="tank", by="oryx"),
    ]
    file = tmp_path / "claims.jsonl"
    file.write_text("".join(claim_line(one.claim) + "\n" for one in claims), encoding="utf-8")
    assert [one.claim for one in claims_in(file)] == [one.claim for one in claims]
    done = compare("losses", "--object", "tank", "--claims", str(file))
    assert done.returncode == 0, done.stderr
    assert "7,000" in done.stdout
    assert "conflict" in done.stdout
    assert "the record" in done.stdout


def test_compare_draws_and_estimates(tmp_path: Path) -> None:
    for name in ("svg", "png", "html", "json"):
        file = tmp_path / f"chart.{name}"
        done = compare("losses", "--side", "RU", "--object", "tank", "--format", name, "-o", str(file))
        assert done.returncode == 0, done.stderr
        assert file.stat().st_size > 1000
    done = compare("losses", "--side", "RU", "--object", "tank", "--estimate", "--to", "2024-06-01")
    assert "A curve through all sources" in done.stdout
    done = compare("losses", "--estimate")
    assert "an estimate is of one question" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["slain"], "there is no measure “slain”"),
        (["killed", "--object", "dragon"], "there is no object “dragon”"),
        (["killed", "--from", "2024-05-02", "--to", "2024-05-01"], "the first day 2024-05-02 is after"),
        (["killed", "--side", "XX"], "nothing answers this: killed, XX"),
        (["killed", "--claims", "nowhere.jsonl"], "nowhere.jsonl could not be read"),
    ],
)
def test_compare_says_what_was_wrong(arguments: list[str], sentence: str) -> None:
    done = compare(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_that_is_no_claim_is_named(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    for words in ("{", json.dumps({"id": "x"}), "[]"):
        file.write_text(claim_line(kept(1).claim) + f"\n{words}\n", encoding="utf-8")
        with pytest.raises(CounterclaimError, match="line 2"):
            list(claims_in(file))
