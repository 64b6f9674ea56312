"""Patterns that are kept between runs are those that ``re`` compiles."""

from __future__ import annotations

import marshal
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.grammar import load_grammar
from counterclaim.patterns import packed, unpacked

PATTERNS = [
    "",
    "a",
    r"(?P<q>Q)[xX]{0,2}?(?P<m>[AJ])(?![DPW])",
    "(?:ab|c)*(d)?",
    "[а-яё]+(?<=я)$",
    r"\d{1,2}\s(?=\w)",
    "[^a-z]",
]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.VERBOSE | re.MULTILINE])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_comes_back_is_the_pattern_that_was_packed(pattern: str, flags: int) -> None:
    kept = marshal.loads(marshal.dumps(packed(pattern, flags)))
    compiled, again = re.compile(pattern, flags), unpacked(kept)
    assert again == compiled
    assert (again.pattern, again.flags, again.groups) == (pattern, compiled.flags, compiled.groups)
    assert dict(again.groupindex) == dict(compiled.groupindex)
    assert repr(again) == repr(compiled)


@given(st.text("QOAxXJDB,.", max_size=30))
def test_it_finds_what_the_compiled_one_finds(line: str) -> None:
    for rule in load_grammar("en").rules[::7]:
        ours, theirs = rule.pattern.search(line), re.compile(rule.pattern.pattern).search(line)
        assert (ours and ours.regs) == (theirs and theirs.regs)
        assert (ours and ours.groupdict()) == (theirs and theirs.groupdict())


def test_without_its_compiler_a_pattern_is_kept_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re._parser", None)
    kept = packed("(a)b?", re.IGNORECASE)
    assert kept[2] is None
    assert unpacked(kept) == re.compile("(a)b?", re.IGNORECASE)


def test_what_is_no_pattern_is_said_at_once() -> None:
    with pytest.raises(re.error):
        packed("(a")
