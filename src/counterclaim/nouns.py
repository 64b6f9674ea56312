"""How the project's nouns are made: ``dataclass`` as the standard library has it, made in a third of the time.

The library writes and compiles six functions for a frozen class at every start of the program, which for the nouns of
a reader takes longer than reading an article. Here one is compiled, ``__init__``, and the others are shared; it sets
the fields through their slots, which takes half the time of ``object.__setattr__``. Fields, ``replace``, ``asdict``
and ``match`` are the library's own. What it does not know (keywords only, ``InitVar``) it leaves to the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError
    from operator import attrgetter, ge, gt, le, lt
    from reprlib import recursive_repr

    def dataclass(cls=None, /, **options):
        """A class with fields; the options are ``frozen``, ``slots``, ``eq``, ``order`` and ``repr``."""
        return _made(cls, **options) if cls is not None else lambda named: _made(named, **options)

    def _made(cls: type, *, frozen=False, slots=False, eq=True, order=False, repr=True) -> type:
        ordinary = "__dict__" in vars(cls)  # a class of compiled code has its slots already, and stays the class it is
        cls = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots and ordinary)
        fields = dataclasses.fields(cls)
        own = vars(cls)
        made = {"__init__": _initialiser(cls, fields, frozen, slots and ordinary)}
        if repr:
            made["__repr__"] = _representation(tuple(field.name for field in fields if field.repr))
        compared = tuple(field.name for field in fields if field.compare)
        if eq:
            made |= _comparisons(cls, _values(compared), frozen, order)
        if frozen:
            made |= _frozen(cls, frozenset(field.name for field in fields))
        for name, function in made.items():
            if name not in own or (name == "__hash__" and own[name] is None):
                setattr(cls, name, function)
        return cls

    def _initialiser(cls, fields, frozen, slotted):
        given, body = ["self"], []
        names = {"_absent": MISSING, "_set": object.__setattr__}
        for field in fields:
            name = value = field.name
            if field.default_factory is not MISSING:
                names[f"_made_{name}"] = field.default_factory
                value = f"_made_{name}() if {name} is _absent else {name}" if field.init else f"_made_{name}()"
                given += [f"{name}=_absent"] if field.init else []
            elif field.default is not MISSING:
                names[f"_default_{name}"] = field.default
                value = name if field.init else f"_default_{name}"
                given += [f"{name}=_default_{name}"] if field.init else []
            elif field.init:
                given.append(name)
            else:
                continue
            if not frozen:
                body.append(f" self.{name} = {value}")
            elif slotted and name in vars(cls):
                names[f"_set_{name}"] = vars(cls)[name].__set__
                body.append(f" _set_{name}(self, {value})")
            else:
                body.append(f" _set(self, {name!r}, {value})")
        if hasattr(cls, "__post_init__"):
            body.append(" self.__post_init__()")
        exec(f"def __init__({', '.join(given)}):\n" + ("\n".join(body) or " pass"), names)
        made = names["__init__"]
        made.__module__, made.__qualname__ = cls.__module__, f"{cls.__qualname__}.__init__"
        made.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
        return made

    def _representation(names):
        @recursive_repr()
        def __repr__(self):
            return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

        return __repr__

    def _values(names):
        """The fields of an instance that are compared, as one tuple."""
        if len(names) > 1:
            return attrgetter(*names)
        return lambda self: tuple(getattr(self, name) for name in names)

    def _comparisons(cls, values, frozen, order):
        def __eq__(self, other):
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self):
            return hash(values(self))

        def ordered(compare):
            def comparison(self, other):
                return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

            return comparison

        made = {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}
        return made | {f"__{one.__name__}__": ordered(one) for one in (lt, le, gt, ge)} if order else made

    def _frozen(cls, names):
        def __setattr__(self, name, value):
            if type(self) is cls or name in names:
                raise FrozenInstanceError(f"cannot assign to field {name!r}")
            super(cls, self).__setattr__(name, value)

        def __delattr__(self, name):
            if type(self) is cls or name in names:
                raise FrozenInstanceError(f"cannot delete field {name!r}")
            super(cls, self).__delattr__(name)

        return {
            "__setattr__": __setattr__, "__delattr__": __delattr__,
            "__getstate__": _state_of, "__setstate__": _take_state,
        }  # fmt: skip

    def _state_of(self) -> list[Any]:
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def _take_state(self, state: list[Any]) -> None:
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)
