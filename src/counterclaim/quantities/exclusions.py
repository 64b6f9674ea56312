"""Numbers that the words around them make no count: "in 2014", "three days", "aged 45", "one of the biggest".

``beside`` runs after a number was read and before it becomes an amount; it answers ``None`` when the number counts.
"""

from __future__ import annotations

from counterclaim.language import Sentence
from counterclaim.quantities.number_words import Grammar
from counterclaim.quantities.numerals import read_numeral
from counterclaim.quantities.portions import Numeral
from counterclaim.quantities.stamps import HYPHENS, Exclusion, degrees, is_month, is_year, run, year_behind
from counterclaim.vocabulary import includes

YEAR_WITHIN = 5  # words before "was 2014" among which "year" stands


def beside(
    s: Sentence,
    g: Grammar,
    a: Numeral,
    b: Numeral,
    hedged_from: int,
    hedge: str,
    before: tuple[int, str],
) -> Exclusion | None:
    """What the words around the number from ``a`` to ``b`` (the same where it is no range) make of it.

    ``hedged_from`` is its first token, hedge included; ``before`` the last exclusion's last token and reason.
    """
    words, tags, starts, ends = s.words, s.tags, s.starts, s.ends
    n, i, j = len(words), a.first, b.last
    flaw = a.flaw or b.flaw
    if flaw and flaw != "decimal":
        if flaw == "leading zero":
            flaw = "time" if len(words[i]) == 4 and words[i] < "2460" else "designation"
        elif flaw == "date" and a is b:
            return Exclusion(i, j + 2 if j + 2 < n and words[j + 1] == "/" else j, "date")
        return Exclusion(i, j, flaw)
    q = j + 1
    word = words[q] if q < n else ""
    tag = tags[q] if q < n else ""
    previous = words[i - 1] if i else ""
    if a.share:
        return _no_share(s, g, a, j, previous, word, hedge)
    digits = a.form == "digits"
    plain = digits and a.scale == 1 and not flaw
    # --- before the number
    if previous in g.currency:
        return Exclusion(i - 1, j, "money")
    label = g.label.get(previous) if i else None
    if digits and i > 1 and previous in g.number_label and _is_numbered(s, i - 2):
        return Exclusion(i - 2, j, "designation")  # "bus number 14", "the bridge number 3"
    if label is None and previous == "." and i > 1 and words[i - 2] in g.number_label and ends[i - 2] == starts[i - 1]:
        return Exclusion(i - 2, j, "designation")
    if label is not None and digits:
        return Exclusion(i - 1, j, label)
    if (
        previous in g.age_before
        or (hedged_from and words[hedged_from - 1] in g.age_before)
        or (previous in g.of and i > 1 and words[i - 2] in g.age_before)
    ):
        return Exclusion(hedged_from, j, "age")
    if a is b and i and a.form == "words" and not hedge and _is_hour(s, g, a, tag):
        return Exclusion(i, j, "time")
    if a is b and 1 < b.low <= _OLDEST and _is_age_told(s, g, hedged_from if hedge else i, tag):
        return Exclusion(hedged_from if hedge else i, j, "age")
    if a is b and 1 <= b.low <= _OLDEST and _is_of_one(s, g, hedged_from if hedge else i, tag):
        return Exclusion(hedged_from if hedge else i, j, "age")
    if hedge == "under" and hedged_from and words[hedged_from - 1] in g.under_age_of and a.low <= 21:
        return Exclusion(hedged_from, j, "age")
    if i and s.caps[i - 1] and (not s.text.isupper() or tag in ("", ",", ".", ")", ";", ":")):
        label = "unit number" if tags[i - 1] == "u" else g.capital_label.get(previous)
        if label is not None and (plain or (a is b and not a.vague and tag not in ("o", "m"))):
            return Exclusion(i - 1, j, label)
        if (
            plain
            and len(previous) == 1
            and previous.isalpha()
            and previous not in g.article
            and previous not in g.lone_capital
        ):
            return Exclusion(i - 1, j, "coordinate" if previous in g.compass else "designation")
    if plain:
        out = _calendar(s, g, a, b, hedged_from, hedge, before)
        if out is not None:
            return out
        if previous in g.phone_before and word == "-" and tags[q + 1 : q + 2] == "d":
            return Exclusion(i, q + 1, "phone")
        if before[1] == "coordinate" and before[0] == i - 1:
            return Exclusion(i, j, "coordinate")
        if word != "-" and _are_ages(s, g, i):
            return Exclusion(i, j, "age")
        if before[1] == "age" and before[0] == i - 2 and tag not in ("o", "m", "x", "k", "%") and tags[i - 1] in ",xw-":
            return Exclusion(i, j, "age")
        if tag == "u" and s.caps[q] and not s.text.isupper() and (p := s.phrases[q]) is not None and p.number != "pl":
            return Exclusion(i, j, "unit number")
    # --- behind it
    if q < n:
        measured = _unit(s, g, a, b, q, hedged_from, digits)
        if measured is not None:
            return measured
    if a.form == "words" and a is b:
        out_one = _one(s, g, a, previous, word, q)
        if out_one is not None:
            return out_one
    if a.form == "none" and words[i] in g.no and not (tag and tag in "omuxwcsg" and word not in g.not_after_no):
        return Exclusion(i, j, "idiom")
    if a.form == "none" and words[i] in g.none_behind and not any(s.kind(t, "harm") for t in range(max(0, i - 5), i)):
        return Exclusion(i, j, "idiom")  # "жертв нет", not "света нет"
    if flaw == "decimal" and tag != "o":
        return Exclusion(i, j, "decimal")
    return None


_OLDEST = 115
_COUNTS = frozenset({"o", "x", "m", "u", "s", "k", "%"})  # tags of what a number before it counts
_ARTICLE = 3  # letters that an article has at most


def _is_numbered(s: Sentence, token: int) -> bool:
    """Whether a word before "number 14" has the number: a thing of the vocabulary, or a noun with an article."""
    noun = token > 0 and s.words[token].isalpha() and len(s.words[token - 1]) <= _ARTICLE < len(s.words[token])
    return s.kind(token, "object") is not None or noun


def _is_age_told(s: Sentence, g: Grammar, first: int, tag: str) -> bool:
    """Whether a bare number is told of one person alone: "she was 22", "seven women, the youngest 18"."""
    if not first or tag in _COUNTS:
        return False
    if s.words[first - 1] in g.age_most:
        return True
    return first > 1 and s.words[first - 1] in g.age_is and s.words[first - 2] in g.age_of


def _is_of_one(s: Sentence, g: Grammar, first: int, tag: str) -> bool:
    """Whether a bare number tells how old one person is: "a girl of seven", "an old man of 83"."""
    if first < 2 or s.words[first - 1] not in g.of or tag in _COUNTS:
        return False
    person = s.phrases[first - 2]
    if person is None or person.number != "sg" or "unit" in person.kinds:
        return False
    return includes("people", person.kinds.get("object")) and s.words[first - 2] not in g.several


_AGES = 4  # tokens from the number of people to the first of their ages


def _are_ages(s: Sentence, g: Grammar, at: int) -> bool:
    """Whether a number is one of as many behind a comma as people are told before it: "two dockers, 38 and 55"."""
    words, first, last = s.words, at, at
    while first > 1 and _joins(g, words[first - 1]) and _is_age(words[first - 2]):
        first -= 2
    while last + 2 < len(words) and _joins(g, words[last + 1]) and _is_age(words[last + 2]):
        last += 2
    if first == last or first < 2 or words[first - 1] != "," or not _is_age(words[at]):
        return False
    if (
        last + 1 < len(words)
        and words[last + 1] not in g.duration
        and s.tags[last + 1] in ("o", "m", "u", "k", "%", "x")
    ):
        return False
    for token in range(first - 2, max(-1, first - 2 - _AGES), -1):
        many = read_numeral(s, g, token)
        if many is not None and many.low == (last - first) // 2 + 1:
            return any(includes("people", s.kind(noun, "object")) for noun in range(many.last + 1, first - 1))
    return False


def _joins(g: Grammar, word: str) -> bool:
    return word == "," or word in g.and_


def _is_age(word: str) -> bool:
    return word.isdecimal() and 0 < int(word) <= _OLDEST


_HOURS = 12


def _is_hour(s: Sentence, g: Grammar, a: Numeral, tag: str) -> bool:
    """Whether a bare number is an hour: "the first shell fell at three", not "the toll stood at three"."""
    before = s.words[a.first - 1]
    if a.low > _HOURS or tag in _COUNTS:
        return False
    if a.first > 1 and s.words[a.first - 2] in g.hour_part and before in g.hour_past:
        return True  # "half past seven"
    if before in g.hour_around and tag in (",", ".", ";", ""):
        return True
    if before not in g.hour_before:
        return False
    for token in range(a.first - 2, -1, -1):
        if s.tags[token] in ",;" or s.kind(token, "form") in ("but", "and"):
            return True
        if s.kind(token, "form") in _COUNTED or _is_toll(s, token):
            return False
    return True


_COUNTED = frozenset({"number", "tells", "admit", "claims", "lists"})


def _is_toll(s: Sentence, token: int) -> bool:
    value = s.kind(token, "harm")
    return s.kind(token, "total") is not None or value == "killed.state" or (value or "").endswith(".noun")


def opens_of(word: str, g: Grammar) -> bool:
    """Whether a word of the pack is "of" or begins with it: "a third of", "a third of them"."""
    return word.partition(" ")[0] in g.of


def _no_share(s: Sentence, g: Grammar, a: Numeral, j: int, previous: str, word: str, hedge: str) -> Exclusion | None:
    """Ordinals and idioms that look like shares: the third soldier, the second half, half-destroyed, 4/18."""
    if a.form != "fraction":
        return None
    q = j + 1
    joined = q < len(s.words) and s.starts[q] == s.ends[j]
    if word in g.duration:
        return Exclusion(a.first, q, "duration", a.low, g.duration[word])
    if a.rule == "<n>/<n>":
        return None if a.scale <= 5 or word in g.of else Exclusion(a.first, j, "date")
    if a.rule in ("half", "a half"):
        if word in g.article and s.words[q + 1 : q + 2] and s.words[q + 1] in g.duration:
            unit = g.duration[s.words[q + 1]]
            return Exclusion(a.first, q + 1, "duration", 0.5, unit)
        if (word == "-" and joined) or previous in g.half_before or word in g.half_after:
            return Exclusion(a.first, j, "idiom")
        return None
    if a.rule in ("<fraction>", "a <fraction>"):
        quarter = a.low == 0.25
        if a.rule == "<fraction>" and a.first == a.last and s.words[j].isnumeric():
            return None
        if a.rule == "<fraction>":
            return Exclusion(a.first, j, "ordinal")
        if hedge or opens_of(word, g) or (quarter and word in g.fraction_next):
            return None
        if word in g.many_next or "(" in (word, previous):
            return None  # "a third were children", "12 men (a third)"; but "a third was killed"
        return Exclusion(a.first, j, "ordinal")
    return None


def _calendar(
    s: Sentence, g: Grammar, a: Numeral, b: Numeral, hedged_from: int, hedge: str, before: tuple[int, str]
) -> Exclusion | None:
    """Days of a month, years, and an age between commas or in brackets."""
    words, tags, n, i, j = s.words, s.tags, len(s.words), a.first, b.last
    q = j + 1
    word, tag = (words[q], tags[q]) if q < n else ("", "")
    previous = words[i - 1] if i else ""
    bare = words[i].isdecimal() and words[j].isdecimal()
    if bare and b.low <= 31:
        m = q
        if m < n and words[m] in g.of:
            m += 1
        if m < n and is_month(s, g, m):
            return Exclusion(hedged_from, year_behind(s, m), "date")
        m = q
        while m + 2 < n and (tags[m] in (",", "-") or words[m] in g.and_ or words[m] in g.or_):  # 18 and 19 April
            if tags[m + 1] != "d" or len(words[m + 1]) > 2:
                break
            m += 2
        if m < n and (words[m] in g.day_of_month or (m == q + 2 and is_month(s, g, m))):
            return Exclusion(hedged_from, year_behind(s, m), "date")
    if bare and i:
        m = i - 2 if previous == "." and i > 1 else i - 1
        if previous == "," and is_year(words[i]) and i > 1 and is_month(s, g, i - 2):
            m = i - 2
        if is_month(s, g, m) and (b.low <= 31 or is_year(words[i])) and tag not in ("k", "%"):
            return Exclusion(m, year_behind(s, j), "date")
        if before[1] == "date" and before[0] == i - 2 and b.low <= 31 and tag in ("", ",", ".", ")", ";"):
            return Exclusion(i, year_behind(s, j), "date")
    dashed = a is not b and bare and len(words[i]) == len(words[j]) == 4 and tags[i + 1] == "-" and not hedge
    if dashed and words[i][:2] in ("17", "18", "19", "20") and tag not in ("o", "m", "x"):
        return Exclusion(i, j, "date")
    if bare and is_year(words[i]) and is_year(words[j]):
        counted = tag == "o" or hedge == "exact" or (hedge != "" and (tag in ("x", "m", "w", "u") or a.low % 50 == 0))
        counted = counted or (q < n and (s.kind(q, "harm") or "").endswith(".state"))  # "1982 dead"
        ranged = a is not b
        if words[q : q + 1] and word in g.era:
            return Exclusion(i, q, "date")
        m = q
        while m + 1 < n and (tags[m] in ",-" or words[m] in g.and_ or words[m] in g.or_) and is_year(words[m + 1]):
            m += 2
        if m > q and m < n and words[m] in g.era:
            return Exclusion(i, m, "date")
        if previous in g.year_before and not (tag == "o" and a.low % 100 == 0):
            return Exclusion(hedged_from, j, "date")
        if not counted and not ranged and _is_named_year(s, g, i):
            return Exclusion(i, j, "date")
        if not counted and (ranged or previous in g.year_maybe_before):
            return Exclusion(hedged_from, j, "date")
        if not counted and i and s.caps[i - 1] and not s.text.isupper() and tag not in ("x", "m", "u") and i > 1:
            return Exclusion(i, j, "date")
        if not counted and not hedge and a.low % 50 and (i == 0 or previous in ".;:"):
            return Exclusion(i, j, "date")
        if not counted and hedge and tag not in ("x", "m", "w", "u"):
            return Exclusion(hedged_from, j, "date")
    if bare and a is b and 1 <= a.low <= 110 and i > 1 and not hedge and not s.text.isupper():
        name = s.caps[i - 2] and tags[i - 2] in "xwgs" and words[i - 2][0].isalpha() and words[i - 2] not in g.month
        full = i > 2 and s.caps[i - 3] and words[i - 3][0].isalpha()
        if name and previous == "," and (word in (",", ")", ";") or (full and word in ("", "."))):
            return Exclusion(i, j, "age")
        if name and previous == "(" and word == ")" and a.low >= 10 and i > 2 and s.caps[i - 3] and tags[i - 3] == "x":
            return Exclusion(i, j, "age")
    return None


def _is_named_year(s: Sentence, g: Grammar, i: int) -> bool:
    """Whether the words before a number say which year it is: "the bloodiest year of the war was 2014"."""
    if not i or s.words[i - 1] not in g.year_is:
        return False
    before = range(max(0, i - 1 - YEAR_WITHIN), i - 1)
    years = [k for k in before if g.duration.get(s.words[k]) == "year"]
    return bool(years) and not any(s.kind(k, "harm") or s.words[k] == "," for k in range(years[-1], i - 1))


def _unit(s: Sentence, g: Grammar, a: Numeral, b: Numeral, q: int, hedged_from: int, digits: bool) -> Exclusion | None:
    """What the word behind the number says it measures."""
    words, tags, starts, ends = s.words, s.tags, s.starts, s.ends
    n, i, j = len(words), a.first, b.last
    if a.form == "vague" and words[q] in g.of and q + 1 < n and words[q + 1] in g.duration:
        q += 1
    word = words[q]
    joined = starts[q] == ends[j]
    hyphen = False
    if word == "-" and joined and q + 1 < n and starts[q + 1] == ends[q] and words[q + 1][0].isalpha():
        if s.text[starts[q] - s.start] not in HYPHENS:
            return None
        hyphen, q = True, q + 1
        word = words[q]
        if digits and word in g.ordinal_ending:
            if q + 1 < n and is_month(s, g, q + 1):
                return Exclusion(hedged_from, year_behind(s, q + 1), "date")
            return Exclusion(i, q, "date" if is_year(words[j]) else "ordinal")
    elif word in g.currency:
        return Exclusion(hedged_from, q, "money")
    elif word in g.degree:
        return degrees(s, g, i, q)
    elif not word[0].isalpha():
        if word in g.decade_ending and digits and joined and a.low % 10 == 0:
            return Exclusion(i, q, "date" if a.low >= 1000 else "age")
        return None
    unit_at = q
    if word in g.between_unit and not hyphen and q + 1 < n:
        unit_at = q + 1
        if words[unit_at] not in g.duration and words[unit_at] not in g.behind:
            unit_at = q
    unit = words[unit_at]
    duration = g.duration.get(unit)
    if duration is not None and a.form != "none":
        m = unit_at + 1
        if m < n and words[m] == "-":
            m += 1
        if m < n and (words[m] in g.old or any(tuple(words[m : m + len(row)]) == row for row in g.of_age)):
            return Exclusion(hedged_from, m if words[m] in g.old else m + 1, "age")
        if digits and unit in g.clock and ((words[i].isdecimal() and len(words[i]) == 4) or _is_clock(words[i])):
            return Exclusion(hedged_from, unit_at, "time")
        if tags[unit_at] == "f" or (unit_at + 1 < n and tags[unit_at] == "u"):
            return None
        value = a.low if a is b else b.high
        return Exclusion(hedged_from, unit_at, "duration", value, duration)
    if (
        digits
        and word in g.clock
        and ((words[i].isdecimal() and len(words[i]) == 4 and a.low < 2460) or _is_clock(words[i]))
    ):
        return Exclusion(hedged_from, q, "time")
    if a.scale == 1e6 and words[j] in g.metre and word in g.distance_after:
        return Exclusion(hedged_from, j, "distance")
    if digits and word in g.half_day:
        return Exclusion(hedged_from, q, "time")
    if digits and any(tuple(words[q : q + len(row)]) == row for row in g.half_day_letters):
        return Exclusion(hedged_from, q + 2, "time")
    after = unit_at + 1
    if not hyphen and not joined and after < n and tags[after] in "-d" and starts[after] == ends[unit_at]:
        return None  # 131 T-80
    reason = g.behind.get(unit)
    if (
        reason is not None
        and a.form != "none"
        and not (unit in g.adjective_unit and tags[unit_at + 1 : unit_at + 2] == "o")
    ):
        if digits or joined or hyphen or len(unit) > 2:
            if unit_at + 2 < n and tags[unit_at + 1] == "/" and starts[unit_at + 1] == ends[unit_at]:
                return Exclusion(hedged_from, unit_at + 2, "speed")
            return Exclusion(hedged_from, unit_at, reason)
        return None
    if joined and not hyphen:
        if word in g.decade_ending and digits:
            return Exclusion(hedged_from, q, "date" if a.low >= 1000 else "age")
        if digits and word[0].isalpha():
            return Exclusion(i, run(s, q), "designation")
    if hyphen and word not in g.strong and tags[q] not in "okh%":  # "5-около 20": a hedge belongs to what is behind it
        return Exclusion(hedged_from, q, "compound")
    return None


def _is_clock(word: str) -> bool:
    """17.00: two decimals, hours under 25."""
    head, dot, tail = word.partition(".")
    return bool(dot) and len(tail) == 2 and head.isdecimal() and int(head) < 25


def _one(s: Sentence, g: Grammar, a: Numeral, previous: str, word: str, q: int) -> Exclusion | None:
    """Idioms with "one", "another" and "both"."""
    words, n, i, j = s.words, len(s.words), a.first, a.last
    if a.rule == "another":
        return Exclusion(i, j, "idiom") if previous in g.one else None
    if a.rule == "both" and g.both_and:
        for k in range(q + 1, min(q + 4, len(words))):
            if words[k] in g.both_and:
                return Exclusion(i, j, "idiom")
        return None
    if a.low != 1 or words[i] not in g.one:
        return None
    told = word in g.one_is and (s.kind(q + 1, "harm") or "").startswith(("killed", "missing", "captured"))
    twice = i > 1 and words[i - 2] == previous  # "said that that one"
    named = (
        previous in g.one_named
        and not twice
        and any(s.kind(t, "object") or s.kind(t, "harm") for t in range(q, min(q + 3, n)))
    )
    if (word in g.one_after and not told) or word in g.decade_ending:
        return Exclusion(i, j, "idiom")
    if previous in g.one_before and word not in g.of and not named:
        return Exclusion(i, j, "idiom")
    at = q + 2 if g.article else q + 1  # one of the biggest: the word behind "the", where there is one
    if word in g.of and at < len(words):
        target = words[at]
        best = target.endswith(g.superlative_ending) and target.startswith(g.superlative_beginning)
        if target in g.one_of_the or (len(target) > 4 and best):
            return Exclusion(i, j, "idiom")
    return None
