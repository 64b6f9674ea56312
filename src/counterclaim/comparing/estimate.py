"""A consensus curve for one question, with a band that knows how each source leans.

    log(claim) = log(truth on that day) + bias of the source + error           for every independent origin

    truth    a walk in logs; for a running total its steps are never negative (half-normal, heavy-tailed)
    bias     one factor a source, the same on all its days; scattered about 1 across sources
    error    Student's t with 4 degrees of freedom, of a size of its own for each source

A hedged claim ("at least", "about", a range) is known to lie in its interval only. Copies are no observations: each
origin counts once. A source whose running total was rebased is another source from that day on.

What no claims can show is a lean that all sources share: the band is about the middle of the sources, wider where they
are few or far apart. It is off by default in exports, and is never written into the record.

The posterior is drawn by Gibbs sampling with block shifts of all sizes (multigrid; Goodman and Sokal 1989); truncated
normals by uniform slices (Damien and Walker 2001). Arrays: chains × days, chains × claims, chains × sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BAND = 0.9  # of the posterior, between its two ends
DAYS = 100  # more days than these are put into bins of equal length
CHAINS, DRAWS, BURN, ROUNDS = 4, 600, 300, 6
SETTLED = 1.1  # the largest potential scale reduction (R-hat) that a curve may have

# Priors, held loosely. A source's factor is scattered about 1 by a quarter, its error is a tenth, a total grows by a
# hundredth a day. The scatter is mostly learnt from the sources themselves, so that few of them make a wide band.
SCATTER, SCATTER_WEIGHT = 0.25, 1.0
ERROR, ERROR_WEIGHT = 0.1, 3.0
STEP, STEP_WEIGHT = 0.01, 1.0
TAIL = 4.0  # degrees of freedom of errors and of steps


@dataclass(frozen=True, slots=True)
class Observation:
    """What one independent origin says of one day: a source, and from where to where its figure may lie.

    ``low`` is 0 and ``high`` infinite where nobody said; both are counts above nothing.
    """

    source: str
    day: date
    low: float
    high: float
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """How far a source stands above or below the curve: a ratio, with its own 90% interval."""

    source: str
    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The curve: on each day the median and the ends of the 90% band, and what it rests on."""

    days: tuple[date, ...]
    low: tuple[float, ...]
    best: tuple[float, ...]
    high: tuple[float, ...]
    factors: tuple[Factor, ...]
    claims: tuple[str, ...]
    settled: float  # the largest R-hat of any day; near 1 where the chains agree


@dataclass(frozen=True, slots=True)
class Layout:
    """Which claim is of which day and source, by number; ``gaps`` are the days between one node and the next."""

    node: tuple[int, ...]
    source: tuple[int, ...]
    gaps: tuple[float, ...]
    sources: int
    cumulative: bool


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise CounterclaimError(
            'an estimate needs NumPy, which is not installed; run: python -m pip install "counterclaim[estimate]"'
        ) from error
    return numpy


def estimate(observations: Sequence[Observation], *, cumulative: bool, seed: int = 0) -> Estimate:
    """The curve through what independent origins say. The order of the observations changes nothing.

    Raises ``CounterclaimError`` where fewer than two sources, or nothing above zero, leave no curve to draw.
    """
    np = _numpy()
    told = sorted(
        {one for one in observations if one.high > 0}, key=lambda one: (one.day, one.source, one.low, one.high)
    )
    told = [one for one in told if one.low > 0 or np.isfinite(one.high)]
    sources = sorted({one.source for one in told})
    if len(sources) < 2:
        raise CounterclaimError(
            f"an estimate needs figures above zero of two sources or more, and there is {len(sources)}; "
            "leave out --source or widen the days"
        )
    days = _binned(sorted({one.day for one in told}))
    at = {day: number for number, (_, members) in enumerate(days) for day in members}
    nodes = [shown for shown, _ in days]
    gaps = tuple(float((after - before).days) for before, after in pairwise(nodes))
    layout = Layout(
        tuple(at[one.day] for one in told),
        tuple(sources.index(one.source) for one in told),
        gaps,
        len(sources),
        cumulative,
    )
    low = np.log([max(one.low, one.high * 1e-6 if np.isfinite(one.high) else one.low) for one in told])
    high = np.log([min(one.high, one.low * 1e6 if one.low > 0 else one.high) for one in told])
    shape = (CHAINS, len(told))
    curve, bias = _settled(layout, np.broadcast_to(low, shape), np.broadcast_to(high, shape), seed)
    ends = ((1 - BAND) / 2, 0.5, (1 + BAND) / 2)
    flat = np.exp(np.quantile(curve.reshape(-1, curve.shape[-1]), ends, axis=0))
    factors = np.exp(np.quantile(bias.reshape(-1, bias.shape[-1]), ends, axis=0))
    return Estimate(
        tuple(nodes),
        tuple(map(float, flat[0])),
        tuple(map(float, flat[1])),
        tuple(map(float, flat[2])),
        tuple(Factor(name, *map(float, factors[:, number])) for number, name in enumerate(sources)),
        tuple(dict.fromkeys(one.claim for one in told if one.claim)),
        _scale_reduction(curve),
    )


def _binned(days: list[date]) -> list[tuple[date, list[date]]]:
    """Days, each alone while they are few, else in bins of equal length shown at their last day."""
    if len(days) <= DAYS:
        return [(day, [day]) for day in days]
    length = (days[-1] - days[0]).days // DAYS + 1
    bins: dict[int, list[date]] = {}
    for day in days:
        bins.setdefault((day - days[0]).days // length, []).append(day)
    return [(members[-1], members) for members in bins.values()]


def _scale_reduction(curve: Array) -> float:
    """The largest R-hat over days, of chains cut in half; ``curve`` is draws × chains × days."""
    np = _numpy()
    half = curve.shape[0] // 2
    parts = np.concatenate([curve[:half], curve[half : 2 * half]], axis=1)
    within = parts.var(axis=0, ddof=1).mean(axis=0)
    between = parts.mean(axis=0).var(axis=0, ddof=1)
    ratio = np.sqrt((within * (half - 1) / half + between) / np.maximum(within, 1e-300))
    return float(ratio.max())


def _settled(layout: Layout, low: Array, high: Array, seed: int) -> tuple[Array, Array]:
    """Rounds of draws until the chains agree, the last round kept; at most ``ROUNDS``."""
    state = _State(layout, low, high, _numpy().random.default_rng(seed))
    curves, biases = _draws(state, DRAWS, BURN)
    for _ in range(ROUNDS - 1):
        if _scale_reduction(curves) < SETTLED:
            break
        curves, biases = _draws(state, DRAWS, 0)
    return curves, biases


def sample(
    layout: Layout, low: Array, high: Array, *, draws: int = DRAWS, burn: int = BURN, seed: int = 0
) -> tuple[Array, Array]:
    """Draws of the log curve (draws × chains × days) and of the log factors (draws × chains × sources).

    ``low`` and ``high`` are chains × claims, in logs, equal where a figure is exact; every chain may have data of its
    own, so that many panels of one layout are drawn at once.
    """
    return _draws(_State(layout, low, high, _numpy().random.default_rng(seed)), draws, burn)


def _draws(state: _State, draws: int, burn: int) -> tuple[Array, Array]:
    np = _numpy()
    curves, biases = [], []
    for turn in range(burn + draws):
        state.sweep()
        if turn >= burn:
            curves.append(state.x.copy())
            biases.append(state.b.copy())
    return np.stack(curves), np.stack(biases)


class _State:
    """One state of all chains; ``sweep`` moves every part of it once, in turn, given all the others."""

    def __init__(self, layout: Layout, low: Array, high: Array, draw: Any) -> None:
        np = self.np = _numpy()
        self.layout, self.draw = layout, draw
        self.low, self.high = np.array(low, dtype=float), np.array(high, dtype=float)
        self.node, self.source = np.array(layout.node), np.array(layout.source)
        chains, claims = self.low.shape
        days = len(layout.gaps) + 1
        self.fixed = self.low == self.high
        self.z = (self.low + self.high) / 2
        gaps = np.array(layout.gaps)
        self.time = gaps**2 if layout.cumulative else gaps  # steps of a total grow with time, a walk with its root
        # claims summed by day or by source: chains × claims @ claims × days
        self.by_node = np.zeros((claims, days))
        self.by_node[np.arange(claims), self.node] = 1.0
        self.by_source = np.zeros((claims, layout.sources))
        self.by_source[np.arange(claims), self.source] = 1.0
        self.blocks = [self._blocks(days, size) for size in _sizes(days)]
        self.error = np.full((chains, layout.sources), ERROR**2)
        self.scatter = np.full((chains, 1), SCATTER**2)
        self.step = np.full((chains, 1), STEP**2)
        self.weight = np.ones((chains, claims))
        self.local = np.ones((chains, days - 1))
        self.b = np.zeros((chains, layout.sources))
        self.x = self._start(days)

    def _start(self, days: int) -> Array:
        """By day, what is told on average, each source's own lean taken off; of a total, a curve near it that rises."""
        np = self.np
        count = np.maximum(self.by_node.sum(axis=0), 1e-9)
        told = self.by_source.sum(axis=0)
        for _ in range(10):
            x = ((self.z - self.b[:, self.source]) @ self.by_node) / count
            self.b = ((self.z - x[:, self.node]) @ self.by_source) / told
            self.b = self.b - self.b.mean(axis=1, keepdims=True)
        for at in range(1, days):
            if count[at] < 0.5:
                x[:, at] = x[:, at - 1]
        if self.layout.cumulative:
            up, down = np.maximum.accumulate(x, axis=1), np.minimum.accumulate(x[:, ::-1], axis=1)[:, ::-1]
            x = (up + down) / 2
        started: Array = x + self.draw.normal(0.0, 0.05, (x.shape[0], 1))
        return started

    def _blocks(self, days: int, size: int) -> list[tuple[Any, Any, Any]]:
        """Blocks of ``size`` days next to each other, every other one in a group: first days, ends, who is in which."""
        np = self.np
        starts = np.arange(0, days, size)
        groups = []
        for chosen in (starts[::2], starts[1::2]):
            if len(chosen):
                member = np.zeros((days, len(chosen)))
                for number, start in enumerate(chosen):
                    member[start : start + size, number] = 1.0
                groups.append((chosen, np.minimum(chosen + size, days), member))
        return groups

    def sweep(self) -> None:
        """Each part anew, given the others."""
        self._hidden()
        self._curve()
        self._factors()
        self._sizes_of_errors()
        self._steps()

    def _slice(self, now: Array, mean: Array, variance: Array, low: Any, high: Any) -> Array:
        """A normal between ``low`` and ``high``, moved from ``now`` by one uniform slice."""
        np = self.np
        reach = np.sqrt((now - mean) ** 2 + 2 * variance * self.draw.exponential(size=now.shape))
        first, last = np.maximum(low, mean - reach), np.minimum(high, mean + reach)
        moved: Array = first + (last - first) * self.draw.random(now.shape)
        return moved

    def _hidden(self) -> None:
        """The figure behind a hedged one."""
        if self.fixed.all():
            return
        mean = self.x[:, self.node] + self.b[:, self.source]
        variance = self.error[:, self.source] / self.weight
        self.z = self.np.where(self.fixed, self.z, self._slice(self.z, mean, variance, self.low, self.high))

    def _curve(self) -> None:
        np = self.np
        precision = self.weight / self.error[:, self.source]
        of_day = precision @ self.by_node
        pull = (precision * (self.z - self.b[:, self.source])) @ self.by_node
        inverse = 1.0 / (self.step * self.local * self.time)
        edge = np.zeros((self.x.shape[0], 1))
        for groups in self.blocks:
            for starts, ends, member in groups:
                walls = np.concatenate([edge, inverse, edge], axis=1)  # of the step before each day, and after the last
                steps = np.concatenate([edge, np.diff(self.x, axis=1), edge], axis=1)
                before, after = walls[:, starts], walls[:, ends]
                total = of_day @ member + before + after
                push = (pull - of_day * self.x) @ member - before * steps[:, starts] + after * steps[:, ends]
                if self.layout.cumulative:
                    low = np.where(starts == 0, -np.inf, -steps[:, starts])
                    high = np.where(ends == self.x.shape[1], np.inf, steps[:, ends])
                else:
                    low, high = -np.inf, np.inf
                total = np.maximum(total, 1e-9)
                shift = self._slice(np.zeros_like(push), push / total, 1.0 / total, low, high)
                self.x = self.x + shift @ member.T

    def _factors(self) -> None:
        precision = self.weight / self.error[:, self.source]
        total = precision @ self.by_source + 1.0 / self.scatter
        mean = ((precision * (self.z - self.x[:, self.node])) @ self.by_source) / total
        self.b = mean + self.draw.normal(size=mean.shape) / self.np.sqrt(total)
        sources = self.layout.sources  # the curve up and all factors down: the claims do not tell these apart
        spread = self.np.sqrt(self.scatter / sources)
        shift = self.b.mean(axis=1, keepdims=True) + spread * self.draw.normal(size=spread.shape)
        self.b, self.x = self.b - shift, self.x + shift
        self.scatter = self._inverse_gamma(
            SCATTER_WEIGHT + sources, SCATTER_WEIGHT * SCATTER**2 + (self.b**2).sum(axis=1, keepdims=True)
        )

    def _sizes_of_errors(self) -> None:
        away = (self.z - self.x[:, self.node] - self.b[:, self.source]) ** 2
        scaled = away / self.error[:, self.source]
        self.weight = 1.0 / self._inverse_gamma(TAIL + 1.0, TAIL + scaled)
        counts = self.by_source.sum(axis=0)
        self.error = self._inverse_gamma(
            ERROR_WEIGHT + counts, ERROR_WEIGHT * ERROR**2 + (away * self.weight) @ self.by_source
        )

    def _steps(self) -> None:
        if not self.layout.gaps:
            return
        moved = self.np.diff(self.x, axis=1) ** 2 / self.time
        self.local = self._inverse_gamma(TAIL + 1.0, TAIL + moved / self.step)
        self.step = self._inverse_gamma(
            STEP_WEIGHT + len(self.layout.gaps),
            STEP_WEIGHT * STEP**2 + (moved / self.local).sum(axis=1, keepdims=True),
        )

    def _inverse_gamma(self, weight: Any, total: Array) -> Array:
        """A variance from ``weight`` degrees of freedom and a sum of squares (scaled inverse chi-squared)."""
        drawn: Array = total / (2.0 * self.draw.standard_gamma(self.np.broadcast_to(weight / 2.0, total.shape)))
        return drawn


def _sizes(days: int) -> list[int]:
    sizes = [1]
    while sizes[-1] * 3 <= days:
        sizes.append(sizes[-1] * 3)
    return sizes
