"""One figure of several headlines on an event: a victim told apart, parties' own dead, what is told much later."""

from __future__ import annotations

from datetime import date

from counterclaim.comparing.conventions import Toll
from counterclaim.comparing.incidents import range_of

DAY, NEXT, MUCH_LATER = date(2016, 3, 1), date(2016, 3, 2), date(2016, 5, 2)
OURS, THEIRS = ("personnel", "UA"), ("personnel", "RU")


def best(*tolls: Toll) -> int:
    found = range_of(tolls)
    assert found is not None
    return found.best


def test_a_victim_told_apart_is_among_the_dead_of_the_total() -> None:
    assert best(Toll("a", DAY, 3, (3,)), Toll("b", NEXT, 1, (1,), {("civilian", "UA"): 1})) == 3


def test_one_victim_stays_one_where_nobody_tells_of_more() -> None:
    assert best(Toll("a", DAY, 1, (1,)), Toll("b", NEXT, 1, (1,))) == 1


def test_the_parties_own_dead_together_pass_a_total_by_little_only() -> None:
    total = Toll("a", DAY, 20, (20,))
    assert best(total, Toll("b", DAY, 21, (9, 12), {OURS: 9, THEIRS: 12})) == 21
    assert best(total, Toll("b", DAY, 30, (9, 21), {OURS: 9, THEIRS: 21})) == 20


def test_what_is_told_more_than_a_month_later_is_of_another_event() -> None:
    assert best(Toll("a", DAY, 3, (3,)), Toll("b", MUCH_LATER, 2, (2,))) == 3
