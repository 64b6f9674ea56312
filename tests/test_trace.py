"""Tracing figures to the record: what is found, what is said of chance, and that both are honest."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from counterclaim.model import Figure, Hedge, PeriodKind, Quantity
from counterclaim.series import Record, load_record
from counterclaim.tracing import Match, chance, trace
from counterclaim.tracing.chances import cell_of


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return load_record(tmp_path_factory.mktemp("record"))


def figure(
    value: float,
    object: str | None,
    measure: str | None = "losses",
    side: str | None = "RU",
    kind: PeriodKind = "cumulative",
    days: int | None = None,
    hedge: Hedge = "exact",
    share: bool = False,
) -> Figure:
    low = value if hedge in ("exact", "over", "at least") else None
    best = value if hedge in ("exact", "about", "nearly") else None
    high = value if hedge in ("exact", "up to", "under") else None
    quantity = Quantity(low, best, high, "share" if share else "count", hedge, f"{value:g}", 0, 1)
    return Figure(quantity, object, measure, side, kind, days)


def window(value: float, object: str, days: int | None = None, measure: str = "losses") -> Figure:
    return figure(value, object, measure, None, "window", days)


def only(matches: Sequence[Match]) -> Match:
    assert len(matches) == 1, matches
    return matches[0]


# ------------------------------------------------------------------------------------------------- what is found


def test_soldiers_and_tanks_of_three_days_are_one_window(record: Record) -> None:
    match = only(trace([window(3010, "personnel", 3), window(32, "tank", 3)], record))
    assert (match.kind, match.source, match.start, match.end) == (
        "window", "ua-general-staff", date(2023, 12, 6), date(2023, 12, 9)
    )  # fmt: skip
    assert [one.value for one in match.figures] == [3010, 32]
    assert (match.figures[0].before, match.figures[0].after) == (335110, 338120)
    assert match.others == 0
    assert match.odds == "1 in 16 by chance"


def test_a_window_said_without_its_length_is_found_shortest_first(record: Record) -> None:
    match = trace([window(3010, "personnel"), window(32, "tank")], record)[0]
    assert (match.start, match.end, match.days) == (date(2023, 12, 6), date(2023, 12, 9), 3)


def test_a_known_date_narrows_the_chance(record: Record) -> None:
    figures = [window(3010, "personnel", 3), window(32, "tank", 3)]
    wide, narrow = trace(figures, record)[0], trace(figures, record, near=date(2023, 12, 13))[0]
    assert narrow.timing == "within"
    assert narrow.telling
    assert not wide.telling
    assert narrow.expected < wide.expected / 3


def test_five_figures_of_a_bulletin_name_its_day_and_its_address(record: Record) -> None:
    figures = [
        figure(20600, "personnel", "killed", hedge="about"),
        figure(790, "tank"),
        figure(2041, "afv"),
        figure(167, "aircraft"),
        figure(147, "helicopter"),
    ]
    match = only(trace(figures, record))
    assert (match.start, match.until) == (date(2022, 4, 18), date(2022, 4, 18))
    assert "2022/04/18" in match.url
    assert [one.relation for one in match.figures] == ["looser", "same", "same", "same", "same"]
    assert match.odds == "less than 1 in a million by chance"


def test_figures_without_objects_are_tried_in_every_column(record: Record) -> None:
    match = only(trace([figure(v, None, None, None) for v in (20600, 790, 2041, 167, 147)], record))
    assert match.start == date(2022, 4, 18)
    assert [one.object for one in match.figures] == ["personnel", "tank", "afv", "aircraft", "helicopter"]


def test_two_digits_swapped_beside_a_figure_that_holds(record: Record) -> None:
    match = only(trace([figure(1351, "personnel", "killed"), figure(3285, "personnel", "wounded")], record))
    assert (match.kind, match.source, match.end) == ("statement", "ru-mod", date(2022, 3, 25))
    assert [(one.value, one.fit) for one in match.figures] == [(1351, "exact"), (3825, "digits-swapped")]
    assert match.telling


@pytest.mark.parametrize(
    ("value", "fit", "right"),
    [
        (970, "digits-swapped", 790),
        (79, "factor-of-ten", 790),
        (7900, "factor-of-ten", 790),
        (7790, "digit-doubled", 790),
    ],
)
def test_a_slip_in_one_figure_of_three_is_named(record: Record, value: int, fit: str, right: int) -> None:
    match = only(trace([figure(20600, "personnel"), figure(value, "tank"), figure(2041, "afv")], record))
    slipped = only_slip(match)
    assert (match.start, slipped.fit, slipped.value) == (date(2022, 4, 18), fit, right)


def only_slip(match: Match):  # type: ignore[no-untyped-def]
    assert len(match.slips) == 1, match
    return match.slips[0]


def test_a_digit_dropped_is_named(record: Record) -> None:
    match = only(trace([figure(20600, "personnel"), figure(790, "tank"), figure(241, "afv")], record))
    assert (only_slip(match).fit, only_slip(match).value) == ("digit-dropped", 2041)


def test_the_neighbouring_category_is_named(record: Record) -> None:
    match = only(trace([figure(20600, "personnel"), figure(2041, "tank")], record))
    assert (only_slip(match).fit, only_slip(match).object) == ("category-swapped", "afv")


def test_an_older_day_told_as_news_is_marked(record: Record) -> None:
    match = only(trace([figure(20600, "personnel"), figure(790, "tank")], record, near=date(2023, 12, 1)))
    assert (match.start, match.timing) == (date(2022, 4, 18), "older")


def test_losses_told_of_the_other_side_are_marked(record: Record) -> None:
    match = only(trace([figure(1351, "personnel", "killed", "UA"), figure(3825, "personnel", "wounded", "UA")], record))
    assert match.other_side
    assert match.side == "RU"


def test_a_share_and_its_base_are_statements(record: Record) -> None:
    match = only(trace([figure(0.9, "personnel", "casualties", hedge="nearly", share=True)], record))
    assert (match.source, match.figures[0].value, match.figures[0].fit) == ("us-intelligence", 0.87, "rounded")
    match = only(trace([figure(315000, "personnel", "casualties"), figure(360000, "personnel", "strength")], record))
    assert match.figures[1].statement is not None
    assert match.figures[1].statement.wording == "troops at the start of the invasion"


def test_both_values_of_a_disputed_bulletin_lead_to_its_day(record: Record) -> None:
    told = [row for row in record.disagreements["ua-general-staff"] if row.column == "personnel"]
    assert told
    for row in told:
        tanks = record.value("ua-general-staff", "tank", row.date)
        for value, other in ((row.first, row.second), (row.second, row.first)):
            match = trace([figure(value, "personnel"), figure(tanks or 0, "tank")], record)[0]
            assert match.start == row.date
            assert match.figures[0].other == other
            assert match.figures[0].fit == "exact"


def test_windows_do_not_cross_a_reset(record: Record) -> None:
    series = record.series["lb-health-ministry"]
    reset = series.resets[0]
    found = trace([window(1, "people", 1, "killed"), window(1, "people", 1, "wounded")], record)
    assert not any(match.series == series.id and match.start < reset <= match.end for match in found)


def test_a_total_and_its_day_match_on_one_bulletin(record: Record) -> None:
    match = only(trace([figure(20600, "personnel"), window(300, "personnel", 1)], record))
    assert match.end == date(2022, 4, 18)


def test_what_nobody_published_stays_unfound(record: Record) -> None:
    assert trace([figure(18, "people", "killed", "UA", "window")], record) == []
    assert trace([], record) == []
    assert trace([figure(0, "tank")], record) == []


def test_odds_are_said_in_words(record: Record) -> None:
    alone = trace([figure(790, "tank")], record)[0]
    assert not alone.telling
    assert alone.odds.endswith("by chance") or alone.odds.startswith("chance gives")


# ---------------------------------------------------------------------------------------------- honesty of chance

SIZES = {
    "personnel": 1_400_000, "tank": 12_000, "afv": 25_000, "artillery": 48_000, "mlrs": 2_000, "air-defence": 1_500,
    "aircraft": 430, "helicopter": 350, "uav": 470_000, "missile": 5_000, "vehicle": 130_000,
    "special-equipment": 4_500,
}  # fmt: skip
DAILY = {"personnel": 1_600, "tank": 60, "afv": 80, "artillery": 90, "vehicle": 250}


def even(rng: random.Random, top: int, least: int = 10) -> int:
    """A figure drawn evenly from the cell of one drawn over all sizes and precisions."""
    value = int(math.exp(rng.uniform(math.log(least), math.log(top))))
    keep = rng.choice((1, 2, 3, 4, 9))
    cut = 10 ** max(0, len(str(value)) - keep)
    return drawn_from(rng, max(1, value // cut * cut))


def drawn_from(rng: random.Random, value: int) -> int:
    """A figure drawn evenly from the cell of ``value``."""
    cell = cell_of(value)
    while True:
        drawn = rng.randrange(cell.low, cell.high, cell.grid)
        if cell.holds(drawn):
            return drawn


def singles(rng: random.Random) -> list[Figure]:
    name = rng.choice(list(SIZES))
    return [figure(even(rng, SIZES[name]), name)]


def hedged(rng: random.Random) -> list[Figure]:
    name = rng.choice(list(SIZES))
    hedge: Hedge = rng.choice(("about", "nearly", "over", "up to"))
    return [figure(even(rng, SIZES[name], 100), name, hedge=hedge)]


def pairs(rng: random.Random) -> list[Figure]:
    """Two figures of the sizes that some day's bulletin has, each drawn evenly from its cell."""
    series = load_record().series["ua-general-staff"]
    at = rng.randrange(40, len(series.dates))
    names = rng.sample(("aircraft", "helicopter", "mlrs", "air-defence"), 2)
    return [figure(drawn_from(rng, int(series.columns[name][at] or 1)), name) for name in names]


def pairs_of_windows(rng: random.Random) -> list[Figure]:
    days = rng.choice((1, 2, 3, 7))
    return [window(even(rng, DAILY[name] * days, 5), name, days) for name in rng.sample(list(DAILY), 2)]


@pytest.mark.parametrize(
    ("draw", "draws"),
    [(singles, 1500), (hedged, 400), (pairs, 3500), (pairs_of_windows, 1500)],
    ids=lambda v: getattr(v, "__name__", str(v)),
)
def test_stated_chance_is_the_frequency_of_matches(
    record: Record, draw: Callable[[random.Random], list[Figure]], draws: int
) -> None:
    """In every bucket of stated chance, matches of random figures come as often as stated, within sampling error."""
    rng = random.Random(20231209)
    buckets: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for _ in range(draws):
        figures = draw(rng)
        stated = chance(figures, record)
        found = [
            match
            for match in trace(figures, record, limit=1000)
            if not match.slips
            and not match.unmatched
            and not match.other_side
            and all(fits(one) for one in match.figures)
        ]
        told = buckets[math.floor(math.log10(stated)) if stated > 0 else -9]
        told[0] += stated
        told[1] += len(found)
        told[2] += len(found) ** 2
    for stated, found_in_all, squares in buckets.values():
        error = math.sqrt(max(squares, stated, 1.0))
        assert abs(found_in_all - stated) <= 4 * error, (stated, found_in_all)
    assert sum(told[1] for told in buckets.values()) >= 15


def fits(one) -> bool:  # type: ignore[no-untyped-def]
    """An unhedged figure is drawn to match exactly; a hedged one within what its hedge allows."""
    hedge = one.figure.quantity.hedge
    return one.fit == "exact" if hedge == "exact" else lies_within(one.figure.quantity, one.value)


def lies_within(quantity: Quantity, value: float) -> bool:
    told = quantity.figure or 0
    return {"nearly": value < told, "over": value >= told, "up to": value <= told}.get(quantity.hedge, True)


def test_random_figures_seldom_look_like_slips(record: Record) -> None:
    """Near misses offered for figures drawn at random stay under the one in twenty that is promised."""
    rng = random.Random(4237)
    offered = 0
    for _ in range(1000):
        names = rng.sample(list(SIZES), rng.choice((1, 2, 3)))
        matches = trace([figure(even(rng, SIZES[name]), name) for name in names], record)
        offered += any(match.slips for match in matches)
    assert offered <= 0.05 * 1000


# ------------------------------------------------------------------------------------------------- every bulletin


def test_every_bulletin_names_its_day(record: Record) -> None:
    """Two or more figures of any day's bulletin name that day, or say that others fit as well."""
    series = record.series["ua-general-staff"]
    rng = random.Random(1626)
    plain = [key for key in series.columns if ":" not in key and "/" not in key]
    named = silent = 0
    for at, day in enumerate(series.dates):
        given = [key for key in plain if series.columns[key][at]]
        keys = ["personnel", *rng.sample([key for key in given if key != "personnel"], rng.randint(1, 4))]
        figures = [
            figure(series.columns[key][at] or 0, key, hedge="about" if key == "personnel" else "exact") for key in keys
        ]
        matches = trace(figures, record)
        assert matches, (day, keys)
        first = matches[0]
        if first.start <= day <= first.until:
            named += 1
        elif first.others == 0:
            silent += 1
    assert silent == 0
    assert named >= 0.999 * len(series.dates)


def test_every_two_figures_without_personnel_name_their_day_or_say_that_others_fit(record: Record) -> None:
    series = record.series["ua-general-staff"]
    rng = random.Random(14)
    plain = [key for key in series.columns if ":" not in key and "/" not in key and key != "personnel"]
    wrong = 0
    for at in range(0, len(series.dates), 3):
        keys = rng.sample([key for key in plain if series.columns[key][at]], 2)
        matches = trace([figure(series.columns[key][at] or 0, key) for key in keys], record, limit=200)
        day = series.dates[at]
        assert any(match.start <= day <= match.until for match in matches), (day, keys)
        wrong += not matches[0].start <= day <= matches[0].until and matches[0].others == 0
    assert wrong == 0


def test_daily_losses_of_a_bulletin_name_their_day(record: Record) -> None:
    series = record.series["ua-general-staff"]
    columns = [series.columns[key] for key in ("personnel", "tank", "artillery", "vehicle")]
    for at in range(400, len(series.dates), 23):
        if series.dates[at] - series.dates[at - 1] != timedelta(days=1):
            continue
        lost = [(column[at] or 0) - (column[at - 1] or 0) for column in columns]
        if min(lost) < 1:
            continue
        figures = [
            window(v, key, 1) for v, key in zip(lost, ("personnel", "tank", "artillery", "vehicle"), strict=True)
        ]
        match = trace(figures, record)[0]
        assert match.end == series.dates[at] or match.others
