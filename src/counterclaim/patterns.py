"""Regular expressions of the packs, compiled once: what ``re`` makes of a pattern is kept with the tables of its pack.

packed()     a pattern → plain values, which ``tables`` can keep
unpacked()   and back, in a hundredth of the time that compiling takes

``re`` has no way of its own to keep what it compiled, so this asks its compiler for the code. A pattern is packed only
if what comes back is equal to what ``re.compile`` makes (flags, groups and code are compared); where it is not, or this
Python's compiler is another, the pattern is kept as its text and compiled at each start.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

Packed = tuple[str, int, Any]  # the pattern, its flags, and code with groups where it could be packed

BUILT_BY = sys.version  # what a table of packed patterns is made of, beside the patterns


def packed(pattern: str, flags: int = 0) -> Packed:
    """A pattern as plain values; ``re.error`` where it is none."""
    compiled = re.compile(pattern, flags)
    with suppress(ImportError, AttributeError, TypeError, ValueError):
        parsed = import_module("re._parser").parse(pattern, flags)
        code = [int(word) for word in import_module("re._compiler")._code(parsed, flags)]
        named = dict(compiled.groupindex)
        by_number: list[str | None] = [None] * (compiled.groups + 1)
        for name, number in named.items():
            by_number[number] = name
        made = (pattern, compiled.flags, (code, compiled.groups, named, tuple(by_number)))
        if unpacked(made) == compiled:
            return made
    return pattern, compiled.flags, None


def unpacked(kept: Packed) -> re.Pattern[str]:
    """The compiled pattern."""
    pattern, flags, rest = kept
    if rest is None:
        return re.compile(pattern, flags)
    compiled: re.Pattern[str] = _from_code(pattern, flags, *rest)
    return compiled


def _from_code(*parts: Any) -> Any:
    import _sre  # type: ignore[import-not-found,unused-ignore]

    return _sre.compile(*parts)
