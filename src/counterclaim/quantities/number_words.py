"""The words of a language pack that numbers need, ready to look up, with the vague values of one convention.

The pack's phrase tables (number, scale, vague, fraction, percent, hedge, hedge_after) are read through the tokens of a
sentence; the grammar's own small words stand in its ``[settings.quantities]``.
"""

from __future__ import annotations

from functools import cache

from counterclaim.language import Language, fold
from counterclaim.model import VocabularyError
from counterclaim.vocabulary import load_vocabulary


class Grammar:
    """The words of a pack that numbers need, and the vague values of one convention, ready to look up."""

    def __init__(self, language: Language, convention: str) -> None:
        self.language = language
        self.vague = vague_values(convention)
        words = language.settings.get("settings", {}).get("quantities", {})
        values = language.values

        def some(key: str) -> frozenset[str]:
            return frozenset(fold(w) for w in words.get(key, ()) if isinstance(w, str))

        def sequences(key: str) -> tuple[tuple[str, ...], ...]:
            return tuple(tuple(fold(w) for w in row) for row in words.get(key, ()))

        def reasons(key: str) -> dict[str, str]:
            return {fold(w): reason for reason, row in words.get(key, {}).items() for w in row}

        self.number = {v: float(v) for v in values.get("number", {})}
        self.scale = {v: float(v) for v in values.get("scale", {})}
        self.fraction = {v: _ratio(v) for kind in ("fraction", "share") for v in values.get(kind, {})}
        self.added = {v: _ratio(v) for v in values.get("added", {})}
        self.ordinals = "ordinal" in values
        self.suffix = {fold(k): float(v) for k, v in words.get("suffix", {}).items()}
        self.alone = {fold(k): float(v) for k, v in words.get("alone", {}).items()}
        self.behind = reasons("behind")
        self.duration = reasons("duration")
        self.label = reasons("label")
        self.capital_label = reasons("capital_label")
        self.article, self.and_, self.of, self.point = some("article"), some("and"), some("of"), some("point")
        self.and_within, self.both_and = some("and_within"), some("both_and")
        self.and_more, self.thousand_and = some("and_more"), some("thousand_and")
        self.minus, self.between, self.to = some("minus"), some("between"), some("to")
        self.from_to = frozenset(sequences("from_to"))
        self.until = {row[1] for row in self.from_to}
        self.or_, self.maybe, self.unless = some("or"), some("maybe"), sequences("unless")
        self.in_, self.every, self.out = some("in"), some("every"), sequences("out")
        self.per, self.extra, self.range_lead = some("per"), some("extra"), some("range_lead")
        self.estimated_at, self.abbreviated_hedge = some("estimated_at"), some("abbreviated_hedge")
        self.hedge_signs, self.stands_for_one, self.adds = some("hedge_signs"), some("stands_for_one"), some("adds")
        self.change, self.not_after_no = language.small["change"], some("not_after_no")
        self.one_after, self.one_before, self.one_of_the = some("one_after"), some("one_before"), some("one_of_the")
        self.one_is, self.one_named, self.several = some("one_is"), some("one_named"), some("several")
        self.hour_before, self.hour_around, self.hour_part = some("hour_before"), some("hour_around"), some("hour_part")
        self.hour_past = some("hour_past")
        self.age_of, self.age_is, self.age_most = some("age_of"), some("age_is"), some("age_most")
        self.half_before, self.half_after = some("half_before"), some("half_after")
        self.fraction_next, self.article_fraction_next = some("fraction_next"), some("article_fraction_next")
        self.behind_share, self.many_next = some("behind_share"), some("many_next")
        self.not_in, self.strong, self.between_unit = some("not_in"), some("strong"), some("between_unit")
        self.year_before, self.year_maybe_before = some("year_before"), some("year_maybe_before")
        self.year_is, self.day_before = some("year_is"), some("day_before")
        self.old, self.of_age, self.age_before = some("old"), sequences("of_age"), some("age_before")
        self.under_age_of, self.month = some("under_age_of"), some("month") | {m + "." for m in some("month")}
        self.month_needs_capital, self.era = some("month_needs_capital"), some("era")
        self.half_day, self.half_day_letters = some("half_day"), sequences("half_day_letters")
        self.clock, self.currency, self.degree = some("clock"), some("currency"), some("degree")
        self.day_of_month = some("day_of_month")
        self.number_sign, self.phone_before, self.idioms = some("number_sign"), some("phone_before"), some("idioms")
        self.number_label = some("number_label")
        self.superlative_beginning = tuple(some("superlative_beginning")) or ("",)
        self.superlative_ending = tuple(some("superlative_ending"))
        self.adjective_unit, self.distance_after = some("adjective_unit"), some("distance_after")
        self.none_behind = some("none_behind")
        self.no, self.one, self.estimated = some("no"), some("one"), some("estimated")
        self.without = some("without")
        self.hedge_both = some("hedge_both")
        self.compass, self.celsius = some("compass"), some("celsius")
        self.lone_capital, self.metre, self.decade_ending = some("lone_capital"), some("metre"), some("decade_ending")
        self.oblique, self.nominative = some("oblique"), some("nominative")
        self.count_ending, self.small_count_ending = some("count_ending"), some("small_count_ending")
        self.ordinal_ending = some("ordinal_ending")
        self.genitive_scale, self.governs_genitive = some("genitive_scale"), some("governs_genitive")
        self.out_base = frozenset(words.get("out_base", ()))
        self.decimal_comma = bool(words.get("decimal_comma"))
        self.change_from = some("change_from")
        self.scale_first, self.noun_first = some("scale_first"), some("noun_first")
        self.scale_of_few, self.few = some("scale_of_few"), some("few")
        self.about_inside, self.about_before = some("about_inside"), some("about_before")
        self.about_always, self.rounded = some("about_always"), some("rounded")
        self.noun_first_of_digits = some("noun_first_of_digits")
        self.hundred_unsaid = bool(words.get("hundred_unsaid"))
        self.multiplier = {w for w, reason in self.behind.items() if reason == "multiplier"}


def _ratio(name: str) -> float:
    above, _, below = name.partition("/")
    return int(above) / int(below)


def vague_values(convention: str) -> dict[str, tuple[float, float]]:
    """What vague words mean under ``convention``: word → (low, high); from vocabulary.toml.

    A word that the convention leaves out is read as ``ours`` reads it.
    """
    tables = load_vocabulary()["vague"]
    if convention not in tables:
        raise VocabularyError(f"no convention '{convention}' for vague words; choose one of {', '.join(tables)}")
    return {k: (float(v[0]), float(v[1])) for k, v in {**tables["ours"], **tables[convention]}.items() if k != "note"}


@cache
def grammar_of(language: Language, convention: str) -> Grammar:
    """The grammar of a pack under a convention; made once."""
    return Grammar(language, convention)
