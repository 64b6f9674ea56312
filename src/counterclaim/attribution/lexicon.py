"""The words of reporting of one language, compiled: verbs by what they do, names of sources, and the small words.

Everything stands in the language pack under ``[settings.reporting]`` (speech.toml) and ``[settings.sources]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, NamedTuple

from counterclaim.language import Language, fold
from counterclaim.packs import kept
from counterclaim.sources import Names, names_of, reporting


class Verb(NamedTuple):
    """A form of a reporting verb: its base, the kinds it stands in, and which forms this may be."""

    base: str
    kind: str  # the kind that decides how it is read, where it stands in several
    kinds: frozenset[str]
    forms: frozenset[str]  # base, third, past, gerund, participle


@dataclass(frozen=True, slots=True)
class Words:
    """The small words of speech by what they do; each field is a list of the pack of the same name."""

    between: frozenset[str]
    auxiliary: frozenset[str]
    pronoun: frozenset[str]
    time: frozenset[str]
    venue: frozenset[str]
    opener: frozenset[str]
    barrier: frozenset[str]
    adverbial: frozenset[str]
    preposition: frozenset[str]
    determiner: frozenset[str]
    noun_before: frozenset[str]
    adjective_end: frozenset[str]
    demonym_end: frozenset[str]
    be: frozenset[str]
    have: frozenset[str]
    finite: frozenset[str]
    negation: frozenset[str]
    plural: frozenset[str]
    noun_too: frozenset[str]
    particle: frozenset[str]
    accuse: frozenset[str]
    needs_of: frozenset[str]
    needs_particle: frozenset[str]
    quantity: frozenset[str]
    definite: frozenset[str]
    carried: frozenset[str]
    obtained: frozenset[str]
    loose_owner: frozenset[str]
    headline: frozenset[str]
    loose_end: frozenset[str]
    place_preposition: frozenset[str]
    first_person: frozenset[str]
    performative: frozenset[str]
    toll: frozenset[str]
    contrast: frozenset[str]
    contrast_or_and: frozenset[str]
    personal: frozenset[str]
    speaking_pronoun: frozenset[str]
    inverted_pronoun: frozenset[str]
    relative: frozenset[str]
    cut: frozenset[str]
    joined: frozenset[str]
    name_noun: frozenset[str]
    apposition: frozenset[str]
    aside: frozenset[str]
    by_means: frozenset[str]
    early: frozenset[str]
    time_preposition: frozenset[str]
    when: frozenset[str]
    told: frozenset[str]
    told_end: frozenset[str]
    told_before: frozenset[str]
    told_clause: frozenset[str]
    told_phrase: frozenset[str]
    closed_by: frozenset[str]
    case: frozenset[str]
    count_case: frozenset[str]
    possessive: frozenset[str]
    leading: frozenset[str]
    sourced: frozenset[str]
    month_too: frozenset[str]
    inside: frozenset[str]
    article: frozenset[str]
    before_gerund: frozenset[str]
    announcing: frozenset[str]
    number_behind: frozenset[str]
    by_count: frozenset[str]
    made_by: frozenset[str]
    percent: frozenset[str]
    verb_only: frozenset[str]
    said_noun: dict[str, frozenset[str]]
    with_particle: frozenset[str]
    have_base: frozenset[str]
    texts_do: frozenset[str]
    person_noun: frozenset[str]
    number: frozenset[str]
    told_number: frozenset[str]
    told_thing: frozenset[str]
    listing: frozenset[str]
    stands: frozenset[str]
    counted: frozenset[str]
    source_line: frozenset[str]
    needs_text: frozenset[str]
    known_as: frozenset[str]
    placed_at: frozenset[str]
    indefinite: frozenset[str]
    country: frozenset[str]
    given_to: frozenset[str]
    bulletin: frozenset[str]
    force: frozenset[str]
    backshift: frozenset[str]
    partisan: frozenset[str]
    willing: frozenset[str]
    adds: frozenset[str]
    hedging: frozenset[str]
    first_plural: frozenset[str]
    speaks_for: frozenset[str]
    inner: frozenset[str]
    gap: frozenset[str]
    own_pronoun: frozenset[str]
    of_state: frozenset[str]
    byline: frozenset[str]
    asker: frozenset[str]
    answerer: frozenset[str]
    asks: frozenset[str]
    address: frozenset[str]
    there: frozenset[str]
    of_thing: frozenset[str]
    name_first: frozenset[str]
    ordinal: frozenset[str]
    quotes: frozenset[str]
    with_or_of: frozenset[str]
    belongs: frozenset[str]
    agent: frozenset[str]
    infinitive: frozenset[str]
    complement: frozenset[str]
    role: frozenset[str]
    plain_and: frozenset[str]
    according: frozenset[str]
    the: frozenset[str]
    within: frozenset[str]
    of_both: frozenset[str]
    genitive_end: frozenset[str]
    leads_to_main: frozenset[str]
    it: frozenset[str]
    both: frozenset[str]
    been: frozenset[str]
    may: frozenset[str]
    no_amount: frozenset[str]
    on_day: frozenset[str]
    well: frozenset[str]
    inner_date: frozenset[str]
    loose_tail: frozenset[str]
    passive_to: frozenset[str]
    of_noun: frozenset[str]
    passive_end: frozenset[str]
    no_gerund: frozenset[str]
    goes_on: frozenset[str]
    degree: frozenset[str]
    becomes: frozenset[str]
    governs: frozenset[str]
    wants: frozenset[str]
    inside_phrase: frozenset[str]
    count_of: frozenset[str]
    you: frozenset[str]
    stands_for: frozenset[str]
    of_number: frozenset[str]
    put: frozenset[str]
    put_away: frozenset[str]
    meets: frozenset[str]
    part: frozenset[str]
    at_cost: frozenset[str]
    took: frozenset[str]
    set_in: frozenset[str]
    tells_that: frozenset[str]
    needs_mark: frozenset[str]
    put_at: frozenset[str]
    numbering: frozenset[str]
    took_time: frozenset[str]
    figure_particle: frozenset[str]
    by_particle: frozenset[str]
    moves: frozenset[str]
    sees: frozenset[str]
    he: frozenset[str]
    priced: frozenset[str]
    no_source: frozenset[str]
    oblique_end: frozenset[str]
    plural_end: frozenset[str]
    locative_end: frozenset[str]
    counts_on: frozenset[str]
    so_source: frozenset[str]
    word_of: frozenset[str]
    made_known: frozenset[str]
    otherwise: frozenset[str]
    judged: frozenset[str]
    known_from: frozenset[str]
    inverted_base: frozenset[str]
    month: frozenset[str]
    counting: frozenset[str]
    names: frozenset[str]
    name_list: frozenset[str]
    when_asked: frozenset[str]
    briefing: frozenset[str]
    adjectival: frozenset[str]
    house: frozenset[str]
    from_place: frozenset[str]
    gives_story: frozenset[str]
    if_right: frozenset[str]
    is_right: frozenset[str]
    greeting: frozenset[str]
    not_ranked: frozenset[str]
    this_paper: frozenset[str]
    gainsays: frozenset[str]
    gives_bare: frozenset[str]
    altogether: frozenset[str]
    reads_on: frozenset[str]
    office: frozenset[str]
    outlet: frozenset[str]
    authors: frozenset[str]
    leads_in: frozenset[str]
    names_list: frozenset[str]
    names_listed: frozenset[str]
    mission: frozenset[str]
    crowd: frozenset[str]
    speaks_of: frozenset[str]
    doctor: frozenset[str]
    creed: frozenset[str]
    rank: frozenset[str]
    owned_by: frozenset[str]
    briefs: frozenset[str]
    station_first: frozenset[str]
    fraction: frozenset[str]
    aired: frozenset[str]
    field_work: frozenset[str]
    field_worker: frozenset[str]
    station: frozenset[str]
    told_place: frozenset[str]
    they: frozenset[str]
    owed: frozenset[str]
    clause: frozenset[str]
    states_that: frozenset[str]
    about: frozenset[str]
    amounts: frozenset[str]
    demonstrative: frozenset[str]
    makes: frozenset[str]
    makes_known: frozenset[str]
    zeal: frozenset[str]
    through: frozenset[str]
    mouth: frozenset[str]
    same: frozenset[str]
    own: frozenset[str]
    newly: frozenset[str]
    saw: frozenset[str]
    commands: frozenset[str]
    hour: frozenset[str]
    text_done: frozenset[str]
    reads: frozenset[str]
    carrier: frozenset[str]
    hedges_number: frozenset[str]
    lost_noun: frozenset[str]
    sums: frozenset[str]
    communique: frozenset[str]
    moved: frozenset[str]
    own_people: frozenset[str]
    nothing_said: frozenset[str]
    herself: frozenset[str]
    whose_side: frozenset[str]
    tended: frozenset[str]
    serves: frozenset[str]
    could: frozenset[str]
    makes_heard: frozenset[str]
    heard: frozenset[str]
    subordinate: frozenset[str]
    loose_reports: frozenset[str]
    loose_kind: frozenset[str]
    agrees: frozenset[str]
    per: frozenset[str]
    speaking_to: frozenset[str]
    untrue: frozenset[str]
    calls: frozenset[str]
    taken_for: frozenset[str]
    shows_speaking: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of reporting of one language, compiled."""

    verbs: dict[str, Verb]
    names: Names
    words: Words
    measures: frozenset[str]
    statements: frozenset[str]
    speakers: frozenset[str]
    attitude_nouns: dict[str, frozenset[str]]  # by the words behind them: "support" → for
    attitude_adjectives: dict[str, frozenset[str]]
    things: frozenset[str]  # what is lost or counted: "tanks"


_RANK = ("deny", "say", "inform", "think", "show", "cite", "know", "plan", "speak", "figure", "tend", "publish")
_KEPT = ("strength", "deployed", "remaining", "mobilised")  # harms that are none
_FORMS = ("base", "third", "past", "gerund", "participle")


def _by_word(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """Words by what stands behind them, from lists by what stands behind."""
    made: dict[str, set[str]] = {}
    for behind, found in table.items():
        for word in found:
            made.setdefault(word, set()).add(behind)
    return {word: frozenset(behind) for word, behind in made.items()}


@cache
def lexicon_of(language: Language) -> Lexicon:
    """Compile the reporting words of a language."""
    makers = ("attribution/lexicon.py", "sources.py")
    verbs, lists, said, *others = kept(language, "lexicon", makers, lambda: _compiled(language))
    words = Words(**{f.name: lists[f.name] for f in fields(Words) if f.name != "said_noun"}, said_noun=said)
    told = {form: Verb(*row) for form, row in verbs.items()}
    return Lexicon(told, names_of(language), words, *others)


def _compiled(language: Language) -> tuple[Any, ...]:
    """The fields of ``Verb``, of ``Words`` and of ``Lexicon`` as plain tables."""
    tables = reporting(language)
    kinds: dict[str, tuple[str, set[str], set[str]]] = {}
    for kind, rows in tables.get("verb", {}).items():
        for row in rows:
            forms = row.split()
            for name, form in zip(_FORMS, forms, strict=True):
                _, known, named = kinds.setdefault(form, (forms[0], set(), set()))
                known.add(kind)
                named.add(name)
    for kind, found in tables.get("saying", {}).items():  # forms of verbs that need no telling apart
        for form in map(fold, found):
            _, known, named = kinds.setdefault(form, (form, set(), set()))
            known.add(kind)
            named.update(("past", "third"))
    verbs = {
        form: (base, next((r for r in _RANK if r in k), "speak"), frozenset(k), frozenset(f))
        for form, (base, k, f) in kinds.items()
    }
    small = tables.get("word", {})
    measures = frozenset(
        form
        for use, phrases in language.values.get("harm", {}).items()
        if use.endswith((".done", ".self", ".lose")) and not use.startswith(_KEPT)
        for phrase in phrases
        for form in phrase.split("|")
        if " " not in form and form.endswith(("ed", "lost", "n", "t"))
    )
    statements = frozenset(p.split()[-1] for found in tables.get("statement", {}).values() for p in found)
    speakers = frozenset(
        word
        for word, (alone, longer) in names_of(language).table.items()
        if any(kind in ("body", "speaker") for _, kind, _, _ in alone)
        or any(kind == "body" for rows in longer.values() for _, kind, _, _ in rows)
    )
    things = frozenset(
        form
        for phrases in language.values.get("object", {}).values()
        for phrase in phrases
        for form in phrase.split("|")
        if " " not in form
    )
    lists = {f.name: frozenset(small.get(f.name, ())) for f in fields(Words)}
    said = _by_word(tables.get("noun", {}))
    wishes = _by_word(tables.get("attitude_noun", {})), _by_word(tables.get("attitude_adjective", {}))
    return verbs, lists, said, measures, statements, speakers, *wishes, things
