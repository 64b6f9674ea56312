"""What a reader of an article takes a time to mean: phrases with their days, and claims with their periods."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims import extract
from counterclaim.language import Reading, load_language
from counterclaim.model import Document, RecordError
from counterclaim.times import Clock, Mention, find_times, read_clock, resolve_period
from counterclaim.times.occasions import read_occasions

ENGLISH = load_language("en")
PUBLISHED = date(2022, 4, 19)  # a Tuesday
CORPUS = tomllib.loads((resources.files("counterclaim") / "languages" / "en" / "corpus_times.toml").read_text("utf-8"))
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


def day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def read(text: str, clock: Clock, sides: tuple[str, ...] = ()) -> list[Mention]:
    return find_times(ENGLISH.parse(text), ENGLISH, clock, frozenset(sides))


def times_of(case: dict[str, Any], text: str) -> list[Mention]:
    return read(text, Clock(day(case.get("published", PUBLISHED))), tuple(case.get("sides", ())))


PHRASES = [(case, phrase) for case in CORPUS["time"] for phrase in case["phrases"]]


@pytest.mark.parametrize(("case", "phrase"), PHRASES, ids=[f"{p}-{c.get('published', '')}" for c, p in PHRASES])
def test_a_phrase_means_its_days(case: dict[str, Any], phrase: str) -> None:
    found = times_of(case, f"Ten men were killed {phrase}.")
    assert [m.kind for m in found] == [case["kind"]], found
    (mention,) = found
    assert (mention.start, mention.end) == (day(case["start"]), day(case["end"]))
    assert mention.days == case.get("days")
    if "month" in case:
        assert (mention.month, mention.day) == (case["month"], case["day"])


@pytest.mark.parametrize("sentence", [s for case in CORPUS["nothing"] for s in case["sentences"]])
def test_a_sentence_without_a_time_has_none(sentence: str) -> None:
    assert read(sentence, Clock(PUBLISHED)) == []


@pytest.mark.parametrize("case", CORPUS["period"], ids=[c["text"][:60] for c in CORPUS["period"]])
def test_a_claim_has_the_period_its_sentence_gives(case: dict[str, Any]) -> None:
    sentence = ENGLISH.parse(case["text"])
    clock = Clock(day(case.get("published", PUBLISHED)))
    found = find_times(sentence, ENGLISH, clock)
    when = resolve_period(
        found,
        clock,
        at=sentence.words.index(case["number"]),
        cumulative=case.get("cumulative"),
        state=case.get("state", False),
    )
    assert (when.period.kind, when.period.start, when.period.end, when.days) == (
        case["period"],
        day(case["start"]),
        day(case["end"]),
        case.get("days"),
    )
    assert bool(when.rules) is (case["period"] != "open")


DATES = st.dates(min_value=date(1945, 1, 1), max_value=date(2039, 12, 31))


@given(DATES)
def test_a_full_date_reads_the_same_in_every_spelling(when: date) -> None:
    month, short = MONTHS[when.month - 1], MONTHS[when.month - 1][:3]
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10 if when.day not in (11, 12, 13) else 0, "th")
    spellings = [
        f"{when.day} {month} {when.year}",
        f"{month} {when.day}, {when.year}",
        f"{month} {when.day}{ordinal}, {when.year}",
        f"the {when.day}{ordinal} of {month} {when.year}",
        f"{when.day} {short} {when.year}",
        f"{when:%d.%m.%Y}",
        f"{when:%Y-%m-%d}",
        f"{when:%d/%m/%Y}",
    ]
    for spelling in spellings:
        found = read(f"Ten men were killed on {spelling}.", Clock())
        assert [(m.kind, m.start, m.end) for m in found] == [("day", when, when)], spelling


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("ru", "За 2019 год погибли 812 солдат.", 365),
        ("ru", "За весь 2019 год погибли 812 солдат.", 365),
        ("uk", "За 2019 рік загинули 812 солдатів.", 365),
        ("uk", "За весь 2019 рік загинули 812 солдатів.", 365),
        ("ru", "За два года погибли 812 солдат.", 730),
    ],
)
def test_a_year_by_its_number_is_no_length_of_time(language: str, text: str, days: int) -> None:
    pack = load_language(language)
    (found,) = find_times(Reading(text, pack).sentence(0), pack, Clock(PUBLISHED))
    assert found.start is not None
    assert found.end is not None
    assert (found.end - found.start).days + (found.kind == "year") == days


@given(DATES, st.integers(0, 6))
def test_a_weekday_is_the_latest_such_day_up_to_publication(published: date, weekday: int) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    (found,) = read(f"Ten men were killed on {name}.", Clock(published))
    assert found.start is not None
    assert found.start.weekday() == weekday
    assert timedelta(0) <= published - found.start < timedelta(7)


@given(DATES, st.integers(1, 28), st.integers(1, 12))
def test_a_day_without_a_year_is_not_after_publication(published: date, number: int, month: int) -> None:
    (found,) = read(f"Ten men were killed on {number} {MONTHS[month - 1]}.", Clock(published))
    assert found.start is not None
    assert found.start - published <= timedelta(1)
    assert published - found.start <= timedelta(366)


@given(
    st.text(max_size=80), st.sampled_from(["in ", "since ", "March 3", " 2022", "18.04.22 ", "the war ", "0", "May"])
)
def test_any_text_is_read_without_an_error(text: str, extra: str) -> None:
    for clock in (Clock(), Clock(date.min), Clock(date.max), Clock(PUBLISHED)):
        sentence = ENGLISH.parse(text + extra + text)
        found = find_times(sentence, ENGLISH, clock)
        for mention in found:
            assert 0 <= mention.first <= mention.last < len(sentence.words)
            assert mention.start is None or mention.end is None or mention.start <= mention.end
        resolve_period(found, clock)


def test_a_dateline_stands_in_for_the_day_of_publication() -> None:
    text = "KYIV, 19 April 2022 - Ten men were killed on Monday.\n\nThe war goes on."
    clock = read_clock(Reading(text, ENGLISH))
    assert (clock.dateline, clock.anchor, clock.year) == (PUBLISHED, PUBLISHED, 2022)


@pytest.mark.parametrize(
    "head", ["LIMA, 19 APR 22 (AGENCY) -- [TEXT] ", "LIMA, 19 APRIL 22 -- ", "LIMA, 19 April 2022 — "]
)
def test_an_agency_dateline_is_a_dateline(head: str) -> None:
    assert read_clock(Reading(head + "Ten men were killed on Monday.", ENGLISH)).anchor == PUBLISHED


def test_a_number_in_two_words_is_read_whole() -> None:
    found = read("Twenty-two years ago ten men were killed.", Clock(PUBLISHED))
    assert [(m.start, m.end) for m in found] == [(date(2000, 1, 1), date(2000, 12, 31))]


def test_a_date_told_in_the_story_is_no_dateline() -> None:
    clock = read_clock(Reading("Ten men were killed on 19 April 2022 in the town, and more on Monday.", ENGLISH))
    assert (clock.dateline, clock.anchor, clock.dates) == (None, None, (PUBLISHED,))


def test_the_beginning_of_a_war_dates_nothing_else() -> None:
    clock = read_clock(Reading("The invasion began on 24 February 2022. On 3 March ten men were killed.", ENGLISH))
    assert clock.year is None


def test_one_year_in_the_text_gives_it_to_its_other_days() -> None:
    text = "On 2 March 2022 ten men were killed. On 3 March five men were killed."
    reading = Reading(text, ENGLISH)
    (found,) = find_times(reading.sentence(1), ENGLISH, read_clock(reading))
    assert found.start == date(2022, 3, 3)


def test_the_day_of_publication_goes_before_a_dateline() -> None:
    text = "19 April 2022\nTen men were killed on Monday."
    assert read_clock(Reading(text, ENGLISH), date(2022, 5, 1)).anchor == date(2022, 5, 1)


def test_a_time_beside_a_word_of_saying_is_when_it_was_said() -> None:
    clock = Clock(PUBLISHED)
    for text in ("The ministry said on Monday that ten men were killed.", "In Monday's report ten men were killed."):
        assert [m.reporting for m in read(text, clock)] == [True] or "report" in text
    assert [m.reporting for m in read("Ten men were killed on Monday.", clock)] == [False]


def test_an_earlier_sentence_lends_its_day_to_an_incident_only() -> None:
    clock = Clock(PUBLISHED)
    earlier = read("On Sunday the town was shelled.", clock)
    assert resolve_period([], clock, cumulative=False, carried=earlier).period.start == date(2022, 4, 17)
    assert resolve_period([], clock, cumulative=True, carried=earlier).period.start is None


def test_an_unusable_event_is_named(tmp_path: Any) -> None:
    table = tmp_path / "events.toml"
    table.write_text('[[event]]\nid = "x"\nplaces = ["RU"]\nnames.en = ["the raid"]\n', "utf-8")
    with pytest.raises(RecordError, match="'x'"):
        read_occasions(table, "en", {})
    table.write_text('[[event]]\nid = "x"\nstart = 2001-02-03\nplaces = ["RU"]\nnames.en = ["the raid"]\n', "utf-8")
    match = read_occasions(table, "en", {}).match(["raid"], 0)
    assert match is not None
    assert match[1][0].start == date(2001, 2, 3)


@pytest.mark.parametrize(
    ("published", "text", "start"),
    [
        # an ally of one that goes on is named, and a state of an older one only on the way
        (date(2009, 6, 4), "Britain left Iraq by way of Kuwait. Since the campaign began, 40 men have died.", 2003),
        (date(2009, 6, 4), "American troops left Iraq. Since the campaign began, 40 men have died.", 2003),
        (date(1991, 6, 4), "Britain fought Iraq in Kuwait. Since the campaign began, 40 men have died.", 1991),
    ],
)
def test_an_ally_tells_which_war_is_meant(published: date, text: str, start: int) -> None:
    reading = Reading(text, ENGLISH)
    sides = frozenset(side for side in ("GB", "US", "IQ", "KW") if NAMES[side] in text)
    (found,) = find_times(reading.sentence(1), ENGLISH, read_clock(reading, published), sides)
    assert found.start is not None
    assert found.start.year == start


NAMES = {"GB": "Britain", "US": "American", "IQ": "Iraq", "KW": "Kuwait"}


SINCE = [  # sentence → kind and first day of each number, published on Tuesday 19 April 2022
    ("The army has taken 60 prisoners since its troops entered Korva on Sunday.", [("cumulative", date(2022, 4, 17))]),
    ("Since the mission began last March, 12 soldiers have been killed.", [("cumulative", date(2022, 3, 1))]),
    ("The ministry announced 950 Chadian prisoners since the opening of the siege.", [("cumulative", None)]),
    ("The battalion has had nine dead since it crossed the river.", [("cumulative", None)]),
    ("Since the “special military operation” began, Russia has named 90 dead.", [("cumulative", date(2022, 2, 24))]),
    ("Since 30 of its men were killed at Korva on Sunday, the army has shot 90 rebels dead.",
     [("window", date(2022, 4, 17)), ("cumulative", date(2022, 4, 17))]),
    # no beginning: what is compared, a length of time, an adverb, a reason
    ("Gunmen killed 70 soldiers on Sunday, the worst raid since the war began.", [("window", date(2022, 4, 17))]),
    ("In the three days since the raid began on Friday 70 soldiers were killed.", [("window", date(2022, 4, 15))]),
    ("The rebels have since killed four soldiers in Korva.", [("window", None)]),
    ("Seven soldiers were killed, since they had entered Korva without a guide.", [("window", None)]),
    # behind a semicolon it is of what follows; before one of all that has no time of its own
    ("On Sunday the rebels killed 34 soldiers and 26 guards; since 1 March they have killed 260 soldiers.",
     [("window", date(2022, 4, 17)), ("window", date(2022, 4, 17)), ("cumulative", date(2022, 3, 1))]),
    ("Since 1 March 260 soldiers have been killed; on Sunday 34 soldiers were killed.",
     [("cumulative", date(2022, 3, 1)), ("window", date(2022, 4, 17))]),
    # a sum told behind is of its own time
    ("Shelling killed 15 soldiers on Monday, bringing the army's dead since 1 March to 240.",
     [("window", date(2022, 4, 18)), ("cumulative", date(2022, 3, 1))]),
]  # fmt: skip
HELD = [
    ("The rebels hold 60 soldiers prisoner.", "point"),
    ("The army said that 14 of its men were in captivity.", "point"),
    ("Since March police have arrested 300 villagers; 90 are still in prison.", "point"),
    ("The rebels captured 60 soldiers.", "window"),
    ("Police arrested 14 villagers on Monday.", "window"),
]


def periods(text: str) -> list[tuple[str, date | None]]:
    document = Document(id="a", text=text, path="a", published=PUBLISHED, published_basis="given")
    return [(claim.period.kind, claim.period.start) for claim in extract(document)[0]]


@pytest.mark.parametrize(("text", "expected"), SINCE, ids=[text for text, _ in SINCE])
def test_a_clause_behind_since_tells_where_a_total_begins(text: str, expected: list[tuple[str, date | None]]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(("text", "kind"), HELD)
def test_who_is_held_is_told_of_a_day(text: str, kind: str) -> None:
    assert periods(text)[-1][0] == kind
