"""``counterclaim review``: claims one by one in the terminal, judged with single keys.

    Book      what a review needs of a ledger: claims to ask, verdicts to keep
    Review    where a person stands in the queue, and what each key does; no terminal is needed for it
    sit       the loop on a terminal: one key at a time, a line where words are needed
    review    the verb

Every verdict is kept at once, as a new row. A blind coder sees nothing of what others have said.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TextIO

import typer

from counterclaim.console import NOTHING, style_of
from counterclaim.model import CounterclaimError, Finding, Judgement, Kept, Refusal, Verdict

if TYPE_CHECKING:
    from counterclaim.judging import Waiting
    from counterclaim.terminal import Style

KEYS: Mapping[str, str] = {
    "a": "accept: the text says so",
    "x": "reject: the text does not say so",
    "u": "unsure: somebody else should look",
    "c": "correct: then type fields, as side=UA low=12",
    "n": "note: then type it; the next verdict carries it",
    "s": "skip: the next claim; this one stays in the queue",
    "z": "undo your last verdict, and go back to its claim",
    "?": "these keys",
    "q": "quit; everything is kept already",
}
_VERDICTS: Mapping[str, Verdict] = {"a": "accept", "x": "reject", "u": "unsure"}


class Book(Protocol):
    """What a review needs: a way to keep a verdict."""

    def judge(
        self,
        subject: str,
        verdict: Verdict,
        *,
        by: str,
        fields: dict[str, Any] | None = None,
        note: str = "",
        supersedes: str | None = None,
    ) -> Judgement:
        """Keeps a person's verdict as a new row and gives it back."""
        ...


class Review:
    """One person's way through a queue of claims."""

    def __init__(self, book: Book, waiting: Iterable[Waiting], by: str) -> None:
        self._book, self.waiting, self.by = book, list(waiting), by
        self.at = 0
        self.note = ""
        self.given: list[tuple[int, Judgement]] = []

    @property
    def current(self) -> Waiting | None:
        """The claim in front of the person, or ``None`` at the end."""
        return self.waiting[self.at] if self.at < len(self.waiting) else None

    def decide(self, verdict: Verdict, fields: dict[str, Any] | None = None) -> str:
        """Keeps a verdict on the current claim and goes on; what was done, in words."""
        from counterclaim.judging import of_coder

        here = self.current
        if here is None:
            return "There is no claim left to judge."
        before = of_coder(here.kept.judgements, self.by)
        kept = self._book.judge(
            here.kept.claim.id,
            verdict,
            by=self.by,
            fields=fields,
            note=self.note,
            supersedes=before.id if before is not None else None,
        )
        self.given.append((self.at, kept))
        self.note = ""
        self.at += 1
        told = ", ".join(f"{name} {value}" for name, value in (fields or {}).items())
        return f"{verdict}{f': {told}' if told else ''}"

    def correct(self, typed: str) -> str:
        """Keeps the current claim with corrected fields, typed as field=value."""
        from counterclaim.judging import corrections

        found = corrections(typed)
        return self.decide("correct", {n: v.isoformat() if isinstance(v, date) else v for n, v in found.items()})

    def undo(self) -> str:
        """Takes back the last verdict of this sitting with a new row, and goes back to its claim."""
        if not self.given:
            return "There is nothing to undo: you have judged nothing yet."
        at, last = self.given.pop()
        self._book.judge(last.subject, "undo", by=self.by, supersedes=last.id)
        self.at = at
        return f"undone: {last.verdict}"

    def skip(self) -> str:
        """Goes on; the claim stays in the queue of a later review."""
        if self.current is not None:
            self.at += 1
        return "skipped"

    def summary(self) -> str:
        """How many verdicts were given, and how many claims are left."""
        left = len(self.waiting) - self.at
        return f"{len(self.given)} judged, {left} left."


# -------------------------------------------------------------------------------------------------- on the terminal


def shown(review: Review, style: Style) -> str:
    """The claim in front of the person: its words in their context, what was read, and why it is here."""
    from counterclaim.exports.saying import sentence_of
    from counterclaim.grading import meaning
    from counterclaim.terminal import one_line

    here = review.current
    assert here is not None
    kept, claim = here.kept, here.kept.claim
    width = max((style.width or 80) - 2, 40)
    evidence = claim.evidence
    before = one_line(evidence.prefix, 400)[-width:]
    after = one_line(evidence.suffix, 400)[:width]
    lines = [
        "",
        f"{review.at + 1} of {len(review.waiting)}  {one_line(kept.document.title or kept.document.path, width)}",
        f"  … {before}" if before else "",
        f"  {style.paint(one_line(evidence.exact, 2000), 'bold')}",
        f"  {after} …" if after else "",
        f"  → {one_line(sentence_of(kept), 1000)}",
    ]
    lines += [f"  graded {one.grade}, {meaning(one.grade)}: {one.subject} ({one.by})" for one in kept.grades]
    lines += [f"  {reason}: {one_line(words, 300)}" for reason, words in here.reasons]
    lines += [f"  note: {one_line(review.note, 300)}"] if review.note else []
    return "\n".join(line for line in lines if line or not lines.index(line)) + "\n"


def keys_shown() -> str:
    """The keys and what they do."""
    from counterclaim.judging import CORRECTABLE

    fields = ", ".join(CORRECTABLE)
    return "".join(f"  {key}  {words}\n" for key, words in KEYS.items()) + f"  Fields: {fields}.\n"


def sit(review: Review, keys: Callable[[], str], ask: Callable[[str], str], out: TextIO, style: Style) -> None:
    """Shows claims and does what the keys say, until the queue or the input ends or the person quits.

    ``keys`` gives one key ("" at the end of input), ``ask`` one line of text.
    """
    show = True
    while review.current is not None:
        if show:
            out.write(shown(review, style))
        show = True
        out.write("[a x u c n s z ? q] ")
        out.flush()
        key = keys()
        if key in ("", "q", "\x04"):
            out.write("\n")
            break
        try:
            said = _done(review, key, ask)
        except CounterclaimError as error:
            said, show = str(error), False
        if said is None:
            out.write("\n" + keys_shown())
            show = False
        else:
            show = show and key in "axucnsz"
            out.write(f"{said}\n")
    out.write(review.summary() + "\n")


def _done(review: Review, key: str, ask: Callable[[str], str]) -> str | None:
    """What a key does, in words; ``None`` for help."""
    if key == "?":
        return None
    if key in _VERDICTS:
        return review.decide(_VERDICTS[key])
    if key == "c":
        typed = ask("correct, as side=UA low=12: ")
        return review.correct(typed) if typed.strip() else "nothing corrected"
    if key == "n":
        review.note = " ".join(ask("note: ").split())
        return "noted"
    if key == "s":
        return review.skip()
    if key == "z":
        return review.undo()
    name = key if key.isprintable() else repr(key)
    return f"The key {name} does nothing; ? shows the keys."


@contextmanager
def single_keys() -> Iterator[tuple[Callable[[], str], Callable[[str], str]]]:
    """Keys as they are pressed on a terminal; lines of a pipe or a file give a key a line."""
    if not sys.stdin.isatty():

        def line(words: str = "") -> str:
            return sys.stdin.readline().rstrip("\n")

        yield lambda: (line() or "\x04")[:1], line
        return
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)

    def key() -> str:
        raw = os.read(handle, 1)
        while raw and raw[0] >= 0x80 and len(raw) < 4:  # the rest of a letter in UTF-8
            try:
                return raw.decode()
            except UnicodeDecodeError:
                raw += os.read(handle, 1)
        return raw.decode(errors="replace")

    def ask(words: str) -> str:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
        sys.stdout.write(f"\n{words}")
        sys.stdout.flush()
        found = bytearray()
        try:
            while (piece := os.read(handle, 1)) not in (b"", b"\n"):
                found += piece
        finally:
            tty.setcbreak(handle)
        return found.decode(errors="replace")

    try:
        tty.setcbreak(handle)
        yield key, ask
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


# ----------------------------------------------------------------------------------------------------------- the verb


def review(
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger", metavar="FILE|postgresql://…", envvar="COUNTERCLAIM_LEDGER", help="The ledger to review."
        ),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who judges; your account's name unless said.")] = None,
    blinded: Annotated[
        bool, typer.Option("--blind", help="Judge every claim without seeing what others said of it.")
    ] = False,
    adjudicate: Annotated[
        str | None, typer.Option(metavar="NAME,NAME", help="Only claims on which these two people differ.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every claim that you have not judged, not only those that need a person.")
    ] = False,
    side: Annotated[str | None, typer.Option(metavar="SIDE", help="Only of this side, as UA.")] = None,
    measure: Annotated[str | None, typer.Option(metavar="TERM", help="Only of this measure, as killed.")] = None,
    document: Annotated[str | None, typer.Option(metavar="ID", help="Only those of this document.")] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Print the queue with its reasons, and judge nothing.")
    ] = False,
    agreed: Annotated[
        bool, typer.Option("--agreement", help="Print how far people agree, field by field, and judge nothing.")
    ] = False,
) -> None:
    """Judge claims one by one with single keys: what needs a person comes first.

    Conflicts between readers come first, then coders who differ, errors and warnings found, claims somebody was unsure
    of, and claims beside a draft that was refused or a number that may be a claim missed.

    \b
    Examples:
      counterclaim review --ledger war.db
      counterclaim review --ledger war.db --blind --by Ada
      counterclaim review --ledger war.db --adjudicate Ada,Ben --by Cy
      counterclaim review --ledger war.db --agreement
    """
    from counterclaim.choosing import filter_of
    from counterclaim.keeping import open_ledger, who

    name = (by or who()).strip()
    with open_ledger(ledger, read_only=listed or agreed) as book:
        kepts = list(book.claims(filter_of(side=side, measure=measure, document=document)))
        if agreed:
            _write_agreement(kepts, sys.stdout)
            raise typer.Exit(NOTHING)
        found = [finding for _, _, finding in book.findings()]
        refused = [refusal for reading in book.readings().values() for refusal in reading.refusals]
        waiting = chosen(kepts, name, found, refused, blinded, adjudicate, everything)
        if listed:
            _write_queue(waiting, sys.stdout)
        elif not waiting:
            print("Nothing is waiting for you.")
        else:
            with single_keys() as (keys, ask):
                sit(Review(book, waiting, name), keys, ask, sys.stdout, style_of(sys.stdout))
    raise typer.Exit(NOTHING)


def chosen(
    kepts: list[Kept],
    by: str,
    findings: Iterable[Finding] = (),
    refusals: Iterable[Refusal] = (),
    blinded: bool = False,
    adjudicate: str | None = None,
    everything: bool = False,
) -> list[Waiting]:
    """The claims that one person is to see, in order.

    A blind coder sees every claim, in the order of the documents, so that the order says nothing of others' verdicts.
    """
    from counterclaim.judging import Waiting, blind, coders_of, disputes, of_coder, queue

    if adjudicate:
        names = tuple(name.strip() for name in adjudicate.split(","))
        if len(names) != 2 or not all(names):
            raise CounterclaimError(f"--adjudicate takes two names, as Ada,Ben, not “{adjudicate}”")
        missing = [name for name in names if name not in coders_of(kepts)]
        if missing:
            raise CounterclaimError(f"{missing[0]} has judged nothing here; those who have: {_people(kepts)}")
        return [
            Waiting(d.kept, tuple(("coders differ", f"{n}: {a} or {b}") for n, (a, b) in d.differing.items()))
            for d in disputes(kepts, (names[0], names[1]))
            if of_coder(d.kept.judgements, by) is None
        ]
    if blinded or everything:
        own = [blind(kept, by) if blinded else kept for kept in kepts]
        return [Waiting(kept, ()) for kept in own if of_coder(kept.judgements, by) is None]
    return queue(kepts, findings, refusals)


def _people(kepts: list[Kept]) -> str:
    from counterclaim.judging import coders_of

    return ", ".join(coders_of(kepts)) or "nobody"


def _write_queue(waiting: list[Waiting], out: TextIO) -> None:
    from counterclaim.judging import corrected
    from counterclaim.terminal import one_line

    for here in waiting:
        claim = corrected(here.kept)
        out.write(f"{claim.id}  {one_line(claim.evidence.exact, 100)}\n")
        out.writelines(f"    {reason}: {one_line(words, 200)}\n" for reason, words in here.reasons)
    out.write(f"{len(waiting)} waiting.\n")


def _write_agreement(kepts: list[Kept], out: TextIO) -> None:
    from counterclaim.agreeing import agreement

    found = agreement(kepts)
    out.write(f"Coders: {_people(kepts)}. Krippendorff's alpha: 1 is agreement, 0 is chance.\n")
    for row in found:
        same = f"{row.same:.0%} alike" if row.same is not None else ""
        told = f"{row.alpha:.3f}" if row.alpha is not None else f"not defined: {row.why}"
        out.write(f"{row.field:<10} {row.claims:>5} claims  {same:>10}  {told}\n")
