"""A curve through what sources claim: its band holds the truth as often as it says, and copies do not narrow it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from counterclaim.comparing.estimate import Layout, Observation, estimate, sample
from counterclaim.model import CounterclaimError

Array = NDArray[np.float64]
FIRST = date(2024, 1, 1)


def panels(
    count: int, days: int, sources: int, seed: int, scatter: tuple[float, float], cumulative: bool = True
) -> tuple[Layout, Array, Array]:
    """Synthetic sources of a known truth: the layout, the log truth (panels × days), the log claims (panels × claims).

    Each panel has a scatter of its sources' factors of its own, and each source an error of its own, neither drawn from
    the model's priors; a total grows by gamma-distributed steps, some of them next to nothing.
    """
    draw = np.random.default_rng(seed)
    told = [(day, source) for day in range(days) for source in range(sources) if draw.random() < 0.6]
    node, source = (np.array(column) for column in zip(*told, strict=True))
    steps = draw.gamma(0.8, 0.06, (count, days - 1)) if cumulative else draw.normal(0, 0.1, (count, days - 1))
    truth = 8 + np.concatenate([np.zeros((count, 1)), steps.cumsum(axis=1)], axis=1)
    spread = np.exp(draw.uniform(np.log(scatter[0]), np.log(scatter[1]), (count, 1)))
    factor = spread * draw.normal(size=(count, sources))
    error = 0.08 * np.exp(0.4 * draw.normal(size=(count, sources)))
    claims = truth[:, node] + factor[:, source] + error[:, source] * draw.normal(size=(count, len(node)))
    layout = Layout(tuple(node.tolist()), tuple(source.tolist()), (7.0,) * (days - 1), sources, cumulative)
    return layout, truth, claims


@pytest.mark.parametrize(
    ("sources", "cumulative", "scatter"),
    [(5, True, (0.1, 0.6)), (8, True, (0.1, 0.6)), (3, True, (0.1, 0.6)), (5, False, (0.1, 0.6))],
)
def test_the_90_percent_band_holds_the_truth_of_85_to_95_percent(
    sources: int, cumulative: bool, scatter: tuple[float, float]
) -> None:
    layout, truth, claims = panels(400, 12, sources, seed=5, scatter=scatter, cumulative=cumulative)
    curve, _ = sample(layout, claims, claims, draws=300, burn=150)
    low, high = np.quantile(curve, [0.05, 0.95], axis=0)
    held = ((low <= truth) & (truth <= high)).mean()
    assert 0.85 <= held <= 0.95, held


def told(source: str, day: int, low: float, high: float | None = None, claim: str = "") -> Observation:
    return Observation(source, FIRST + timedelta(days=7 * day), low, low if high is None else high, claim)


def three_sources() -> list[Observation]:
    draw = np.random.default_rng(2)
    truth = 1000 * np.exp(np.cumsum(draw.gamma(1, 0.05, 10)))
    return [
        told(name, day, round(truth[day] * factor * np.exp(0.03 * draw.normal())), claim=f"{name} {day}")
        for name, factor in (("high", 1.4), ("middle", 1.05), ("low", 0.75))
        for day in range(10)
    ]


def test_a_total_never_falls_and_the_band_holds_the_curve() -> None:
    made = estimate(three_sources(), cumulative=True)
    assert list(made.best) == sorted(made.best)
    assert list(made.low) == sorted(made.low)
    assert all(low < best < high for low, best, high in zip(made.low, made.best, made.high, strict=True))
    assert made.settled < 1.1
    assert len(made.claims) == 30


def test_each_source_has_its_own_factor() -> None:
    factors = {one.source: one for one in estimate(three_sources(), cumulative=True).factors}
    assert factors["high"].best / factors["low"].best == pytest.approx(1.4 / 0.75, rel=0.05)
    assert factors["high"].low > factors["middle"].low > factors["low"].low


def test_the_order_of_claims_changes_nothing() -> None:
    claims = three_sources()
    assert estimate(claims[::-1], cumulative=True) == estimate(claims, cumulative=True)


def test_a_hedged_claim_only_bounds_the_curve() -> None:
    claims = three_sources()
    bounded = [*claims, *(told("vague", day, 100, float("inf")) for day in range(10))]
    plain, wide = estimate(claims, cumulative=True), estimate(bounded, cumulative=True)
    assert np.allclose(np.log(plain.best), np.log(wide.best), atol=0.15)


def test_one_wild_figure_does_not_carry_the_curve_away() -> None:
    claims = three_sources()
    wild = [replace(one, low=one.low * 10, high=one.high * 10) if one.claim == "middle 5" else one for one in claims]
    plain, shaken = estimate(claims, cumulative=True), estimate(wild, cumulative=True)
    assert np.allclose(np.log(plain.best), np.log(shaken.best), atol=0.15)


def test_many_days_are_put_into_bins() -> None:
    claims = [
        Observation(name, FIRST + timedelta(days=day), 100 + day, 100 + day) for name in "ab" for day in range(400)
    ]
    made = estimate(claims, cumulative=True)
    assert 50 < len(made.days) <= 100
    assert made.days[-1] == FIRST + timedelta(days=399)


def test_one_source_or_nothing_above_zero_says_so() -> None:
    for claims in ([], [told("a", 0, 5)], [told("a", 0, 0), told("b", 0, 0)]):
        with pytest.raises(CounterclaimError, match="two sources or more"):
            estimate(claims, cumulative=True)


def test_without_numpy_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(CounterclaimError, match=r"counterclaim\[estimate\]"):
        estimate([], cumulative=True)
