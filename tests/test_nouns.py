"""The classes of the project behave as those of the standard library do, whatever their options."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from counterclaim.nouns import dataclass


@dataclass(frozen=True, slots=True)
class Bridge:
    """A frozen class with every kind of field."""

    name: str
    spans: tuple[int, ...] = ()
    built: int = 1900
    notes: list[str] = field(default_factory=list)
    survey: str = field(default="", compare=False, repr=False)


class Library:
    """Where the class that the standard library makes of the same fields is kept."""

    @dataclasses.dataclass(frozen=True, slots=True)
    class Bridge:
        """A frozen class with every kind of field."""

        name: str
        spans: tuple[int, ...] = ()
        built: int = 1900
        notes: list[str] = field(default_factory=list)
        survey: str = field(default="", compare=False, repr=False)


@dataclass(slots=True)
class Ledge:
    """A class whose fields may change, with one that it fills in itself."""

    height: float
    labels: dict[str, int] = field(default_factory=dict)
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.total = sum(self.labels.values())


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A class that is ordered by its fields."""

    first: int
    last: int


@dataclass(frozen=True)
class Alone:
    """One field, and no slots."""

    value: int


@dataclass(frozen=True, slots=True)
class Empty:
    """No field at all."""


def test_a_class_is_shown_compared_and_hashed_as_the_library_does_it() -> None:
    for made in (Bridge, Library.Bridge):
        one, same, other = made("old", (3, 4), survey="a"), made("old", (3, 4), survey="b"), made("new")
        assert repr(one).removeprefix("Library.") == "Bridge(name='old', spans=(3, 4), built=1900, notes=[])"
        assert one == same
        assert one != other
        assert one != ("old", (3, 4), 1900, [])
        assert made.__match_args__ == ("name", "spans", "built", "notes", "survey")
    ours, theirs = (inspect.signature(made).parameters for made in (Bridge, Library.Bridge))
    assert list(ours) == list(theirs)
    assert [p.annotation for p in ours.values()] == [p.annotation for p in theirs.values()]
    assert hash(Mark(1, 2)) == hash((1, 2))
    assert hash(Alone(7)) == hash((7,))
    assert hash(Empty()) == hash(())


def test_a_frozen_class_cannot_be_changed_and_says_which_field() -> None:
    for one, name in ((Bridge("old"), "name"), (Alone(1), "value"), (Empty(), "name")):
        if name in {f.name for f in dataclasses.fields(one)}:
            with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
                delattr(one, name)
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(one, name, "new")


def test_each_instance_has_its_own_default_list() -> None:
    one, other = Bridge("a"), Bridge("b")
    one.notes.append("closed")
    assert other.notes == []
    assert Bridge("c", notes=["open"]).notes == ["open"]


def test_a_class_that_may_change_fills_in_what_it_is_not_given_and_has_no_hash() -> None:
    ledge = Ledge(2.5, {"north": 2, "south": 3})
    assert ledge.total == 5
    assert repr(ledge) == "Ledge(height=2.5, labels={'north': 2, 'south': 3}, total=5)"
    ledge.height = 3.0
    assert ledge == Ledge(3.0, {"north": 2, "south": 3})
    assert ledge != Ledge(3.0)
    with pytest.raises(TypeError, match="unhashable"):
        hash(ledge)
    with pytest.raises(AttributeError):
        ledge.width = 1  # type: ignore[attr-defined]


def test_ordered_classes_sort_by_their_fields_and_only_among_themselves() -> None:
    assert sorted([Mark(2, 1), Mark(1, 9), Mark(1, 2)]) == [Mark(1, 2), Mark(1, 9), Mark(2, 1)]
    assert Mark(1, 2) <= Mark(1, 2)
    assert Mark(2, 0) > Mark(1, 9)
    with pytest.raises(TypeError):
        assert Mark(1, 2) < (1, 3)  # type: ignore[operator]


@pytest.mark.parametrize("one", [Bridge("old", (1,), notes=["a"]), Mark(1, 2), Alone(3), Empty(), Ledge(1.0, {"a": 1})])
def test_instances_are_pickled_copied_and_replaced(one: Any) -> None:
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.copy(one) == one == copy.deepcopy(one)
    given = {f.name: getattr(one, f.name) for f in dataclasses.fields(one) if f.init}
    assert dataclasses.replace(one, **given) == one
    assert dataclasses.asdict(one).keys() == {f.name for f in dataclasses.fields(one)}


def test_what_a_class_says_itself_stands() -> None:
    @dataclass(frozen=True, slots=True)
    class Quiet:
        word: str

        def __repr__(self) -> str:
            return "hidden"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 5

    assert repr(Quiet("a")) == "hidden"
    assert Quiet("a") == Quiet("b")
    assert hash(Quiet("c")) == 5


def test_missing_and_unknown_arguments_are_errors() -> None:
    with pytest.raises(TypeError, match="name"):
        Bridge()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Bridge("old", colour="red")  # type: ignore[call-arg]
