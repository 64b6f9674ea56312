"""What only many documents together show: CC6 over bodies of claims."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from counterclaim.claims import extract
from counterclaim.comparing.echoes import origins, shingles, supporters, twins_of
from counterclaim.comparing.totals import coincidence, falls, grain_of, on_line, straight_runs
from counterclaim.documents import read_document
from counterclaim.findings import RULES, check_body
from counterclaim.findings.pages import examples
from counterclaim.model import Finding, Kept
from counterclaim.series import load_record

MAY = date(2024, 5, 1)


def kepts_of(*documents: tuple[str, date, str]) -> list[Kept]:
    found = []
    for text, day, outlet in documents:
        read = read_document(text.encode(), path=f"{outlet}.txt", published=day)
        document = replace(read, id=f"{outlet} {day}", outlet=outlet)
        found += [Kept(claim, document) for claim in extract(document)[0]]
    return found


def bulletins(values: Sequence[float], outlet: str = "The Vale Herald") -> list[Kept]:
    made = []
    for at, value in enumerate(values):
        day = MAY + timedelta(days=at)
        text = (
            f"The Ukrainian General Staff said on {day.day} {day:%B} {day.year} that Russia had lost "
            f"{value:,.0f} tanks since the start of the full-scale invasion."
        )
        made += kepts_of((text, day, outlet))
    return made


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def everything() -> list[Kept]:
    """All the examples of the family's pages as one body."""
    found = []
    for code in (code for code in RULES if code.startswith("CC6")):
        for at, example in enumerate(examples(RULES[code].page())):
            found += kepts_of(*((text, day, f"{outlet} {code} {at}") for text, day, outlet in example.body))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_documents_changes_no_finding(seed: int) -> None:
    body = everything()
    shuffled = random.Random(seed).sample(body, len(body))
    assert check_body(shuffled) == check_body(body)
    assert len({*codes(check_body(body))}) >= 6


def test_a_body_added_twice_finds_the_same() -> None:
    body = everything()
    assert check_body([*body, *body]) == check_body(body)


def test_the_record_itself_as_bulletins_has_no_fall_and_no_line_by_chance() -> None:
    series = load_record().series["ua-general-staff"]
    first = series.dates.index(MAY)
    values = [value for value in series.columns["tank"][first : first + 60] if value is not None]
    assert codes(check_body(bulletins(values))) == []


def test_what_a_reader_sees_of_one_origin_told_by_many() -> None:
    said = "Ukraine's defence ministry said 40 Russian soldiers were killed in Tokmak on 1 May 2024."
    body = kepts_of(*((said, MAY + timedelta(days=at), outlet) for at, outlet in enumerate("ABCD")))
    body += kepts_of(
        ("Britain's defence ministry said 40 Russian soldiers were killed in Tokmak on 1 May 2024.", MAY, "E")
    )
    [echo] = check_body(body)
    assert echo.code == "CC603"
    assert "4 outlets, one origin" in echo.message
    found = origins(body)
    assert [len(origin.documents) for origin in found] in ([4, 1], [1, 4])
    assert len(supporters(body[0], found)) == 2


def test_corroboration_does_not_grow_with_copies() -> None:
    said = "Ukraine's defence ministry said 40 Russian soldiers were killed in Tokmak on 1 May 2024."
    few = kepts_of((said, MAY, "A"))
    many = kepts_of(*((said, MAY, f"outlet {at}") for at in range(30)))
    assert len(supporters(few[0], origins(few))) == len(supporters(many[0], origins(many))) == 1


ARTICLE = (
    "The column left the railway station before dawn and was met at the bridge by drones, residents of the nearest "
    "village said. {n} soldiers were killed in Tokmak on 1 May 2024 and the road stayed closed until the evening, when "
    "the burnt lorries were towed away and traffic to the port began to move again under the eyes of military police."
)


def test_documents_that_are_copies_but_for_a_few_words_are_found() -> None:
    one = kepts_of((ARTICLE.format(n="Twelve Russian"), MAY, "A"))
    other = kepts_of((ARTICLE.format(n="Twelve Russian").replace("towed away", "cleared"), MAY, "B"))
    apart = kepts_of(("Police said 12 Russian soldiers were killed in Tokmak on 1 May 2024. " * 4, MAY, "C"))
    twins = twins_of([*one, *other, *apart])
    assert frozenset(("A 2024-05-01", "B 2024-05-01")) in twins
    assert frozenset(("A 2024-05-01", "C 2024-05-01")) not in twins
    [first, *_] = origins([*one, *other], twins)
    assert [copy.why for copy in first.copies] == ["the documents are copies"]


def test_which_documents_are_copies_is_as_hashing_all_of_them_tells() -> None:
    from rensa import RMinHash, RMinHashLSH

    draw = random.Random(7)
    words = [f"word{number}" for number in range(400)]
    whole = [draw.choice(words) for _ in range(60)]
    kept = kepts_of((ARTICLE.format(n="Twelve Russian"), MAY, "A"))[0]
    body, texts = [], []
    for at in range(40):
        changed = [word if draw.random() > at / 500 else draw.choice(words) for word in whole]
        texts.append(" ".join(changed[: draw.choice((12, 60, 60, 60))]))
        quantity = replace(kept.claim.quantity, low=float(at % 3), best=float(at % 3), high=float(at % 3))
        document = replace(kept.document, id=f"d{at}", text=texts[-1])
        body.append(replace(kept, document=document, claim=replace(kept.claim, quantity=quantity)))
    index, hashes = RMinHashLSH(threshold=0.7, num_perm=128, num_bands=32), {}
    for at, text in enumerate(texts):
        if shingles(text):
            hashes[at] = RMinHash(num_perm=128, seed=42)
            hashes[at].update(shingles(text))
            index.insert(at, hashes[at])
    plain = {
        (at, other)
        for at, minhash in hashes.items()
        for other in index.query(minhash)
        if at < other and at % 3 == other % 3 and minhash.jaccard(hashes[other]) >= 0.7
    }
    twins = twins_of(body)
    told = {(a, b) for a in range(40) for b in range(a + 1, 40) if frozenset((f"d{a}", f"d{b}")) in twins}
    assert told == plain
    assert 5 < len(told) < 200


def test_a_copy_that_names_an_outlet_hangs_on_that_outlet() -> None:
    said = "{}Ukraine's defence ministry said 40 Russian soldiers were killed in Tokmak on 1 May 2024{}."
    body = kepts_of(
        (said.format("", ""), MAY, "A"),
        (said.format("", ""), MAY, "Reuters"),
        (said.format("", ", Reuters reported"), MAY + timedelta(days=1), "C"),
    )
    [origin] = origins(body)
    parents = {copy.kept.document.outlet: copy.parent for copy in origin.copies}
    assert parents["C"] == next(kept.claim.id for kept in body if kept.document.outlet == "Reuters")


# --------------------------------------------------------------------------------------------------- running totals


def points(*values: float) -> list[tuple[date, float]]:
    return [(MAY + timedelta(days=at), value) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ((10, 20, 30), []),
        ((10, 20), []),
        ((10, 40, 20, 30), [(2, False)]),
        ((10, 20, 5, 30), [(2, False)]),
        ((10, 20, 5, 6, 7), [(2, True)]),
        ((10, 20, 9), [(2, False)]),
    ],
)
def test_a_dip_a_spike_and_a_new_level_are_told_apart(
    values: tuple[float, ...], wanted: list[tuple[int, bool]]
) -> None:
    assert [(fall.at, fall.stays) for fall in falls(points(*values))] == wanted


def test_a_fall_on_a_day_that_the_record_names_stays() -> None:
    [fall] = falls(points(10, 20, 5, 30), [MAY + timedelta(days=2)])
    assert fall.stays


def test_a_line_is_a_line_whatever_the_days_between() -> None:
    line = [(MAY, 100.0), (MAY + timedelta(days=2), 300.0), (MAY + timedelta(days=5), 600.0)]
    assert on_line(line, 2)
    assert not on_line([*line[:2], (MAY + timedelta(days=5), 601.0)], 2)
    assert grain_of([100, 300, 600]) == 100
    assert grain_of([]) == 1


def test_the_chance_told_of_a_line_is_not_smaller_than_that_of_counts_that_scatter() -> None:
    draw = random.Random(4)
    met, told, tries = 0, 0.0, 4000
    for _ in range(tries):
        steps = [max(1, round(draw.gauss(60, 60**0.5))) for _ in range(2)]
        line = points(1000, 1000 + steps[0], 1000 + sum(steps))
        met += on_line(line, 2)
        told += coincidence(line, 2, 1)
    assert met <= 1.3 * told
    assert told <= 2 * met


def test_runs_are_as_long_as_the_line() -> None:
    [run] = straight_runs(points(3, 10, 20, 30, 40, 47))
    assert (run.start, run.end) == (1, 5)
