"""`dataclasses`, with classes that cost next to nothing until they are used.

`dataclasses.dataclass` compiles six functions for each class, which takes 0.3 to 0.8 ms. A check defines 300 classes
and makes objects of a third of them: that was 0.16 s of its 0.4 (Python 3.11). Here `__init__` is compiled when the
first object is made, and the other methods need no compiler.

The meaning is that of the standard library, for what this program uses of it, with `dataclasses.fields`, `replace`,
`asdict` and `is_dataclass` included; of `dataclass` the options below, of `field` what `dataclasses.field` has. Not
understood are `InitVar` and `KW_ONLY`. What callers of the API are given is made by the standard library all the same
(`Contract`, `Environment`, `Report`): type checkers know the difference between the two as little as Python, but a
program like this one knows what `dataclasses.dataclass` makes of a class, and not what another decorator does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass", "field", "fields", "is_dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    from operator import attrgetter, ge, gt, le, lt
    from reprlib import recursive_repr

    _MISSING = object()
    _OURS = "__lazy_fields__"

    class _Field:
        """What is known of a field. The names of its attributes are those of `dataclasses.Field`."""

        __slots__ = ("compare", "default", "default_factory", "init", "kw_only", "name", "repr", "type")

        def __init__(self, default, default_factory, init, repr_, compare, kw_only) -> None:
            self.default, self.default_factory = default, default_factory
            self.init, self.repr, self.compare, self.kw_only = init, repr_, compare, kw_only
            self.name = self.type = None

    def field(*, default=_MISSING, default_factory=_MISSING, init=True, repr=True, compare=True, kw_only=None):  # noqa: A002
        """As `dataclasses.field`."""
        return _Field(default, default_factory, init, repr, compare, kw_only)

    def dataclass(
        cls=None,
        /,
        *,
        frozen=False,
        slots=False,
        kw_only=False,
        eq=True,
        order=False,
        repr=True,  # noqa: A002
    ):
        """As `dataclasses.dataclass`."""

        def made(cls):
            return _made(cls, frozen, slots, kw_only, eq, order, repr)

        return made if cls is None else made(cls)

    def fields(thing):
        """As `dataclasses.fields`."""
        if hasattr(thing, _OURS):
            return tuple(getattr(thing, _OURS).values())
        import dataclasses

        return dataclasses.fields(thing)

    def is_dataclass(thing) -> bool:
        """As `dataclasses.is_dataclass`."""
        return hasattr(thing, _OURS) or hasattr(thing, "__dataclass_fields__")

    def replace(thing, /, **changes):
        """As `dataclasses.replace`."""
        for each in fields(thing):
            if each.init and each.name not in changes:
                changes[each.name] = getattr(thing, each.name)
        return type(thing)(**changes)

    # --- making a class -------------------------------------------------------------------------------------------

    def _made(cls, frozen, slots, kw_only, eq, order, with_repr):
        known, own = _fields(cls, kw_only), cls.__dict__
        new = {
            _OURS: known,
            "__dataclass_fields__": _STANDARD_FIELDS,
            "__dataclass_params__": _OfTheStandard("__dataclass_params__", eq=eq, order=order, frozen=frozen),
            "__match_args__": tuple(each.name for each in known.values() if each.init and not each.kw_only),
            "__replace__": replace,
        }
        values = _values([each.name for each in known.values() if each.compare])
        if with_repr:
            new["__repr__"] = _repr
        if eq:
            new |= _comparison(values, own, frozen)
        if order:
            new |= _order(values)
        if frozen:
            new |= {"__setattr__": _no_assignment, "__delattr__": _no_deletion}
        if frozen and slots:
            new |= {"__getstate__": _getstate, "__setstate__": _setstate}
        for name, thing in new.items():
            if name not in own or name == "__hash__":
                setattr(cls, name, thing)
        made = _slotted(cls, known) if slots else cls
        if "__init__" not in own:
            made.__init__ = _first_init(made, frozen)
        return made

    def _fields(cls, kw_only):
        """Those of its bases and its own, in their order. A default stays in the class as its attribute."""
        known = {}
        for base in cls.__mro__[-1:0:-1]:
            known.update(base.__dict__.get(_OURS, ()))
        own = cls.__dict__
        for name, written in cls.__annotations__.items():
            if not str(written).startswith(("ClassVar", "typing.ClassVar")):
                known[name] = _of(name, written, own.get(name, _MISSING), kw_only)
                if isinstance(own.get(name), _Field):
                    if known[name].default is _MISSING:
                        delattr(cls, name)
                    else:
                        setattr(cls, name, known[name].default)
        return known

    def _of(name, written, default, kw_only):
        found = default if isinstance(default, _Field) else _Field(default, _MISSING, True, True, True, None)
        found.name, found.type = name, written
        found.kw_only = kw_only if found.kw_only is None else found.kw_only
        if type(found.default) in (list, dict, set):
            raise ValueError(f"mutable default {type(found.default)} for field {name} is not allowed")
        return found

    def _slotted(cls, known):
        """The class once more, with slots: a class cannot get them later."""
        inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
        inside = dict(cls.__dict__)
        for name in [*known, "__dict__", "__weakref__"]:
            inside.pop(name, None)
        inside["__slots__"] = tuple(name for name in known if name not in inherited)
        made = type(cls)(cls.__name__, cls.__bases__, inside)
        made.__qualname__ = cls.__qualname__
        return made

    # --- the methods ----------------------------------------------------------------------------------------------

    def _first_init(cls, frozen):
        """The `__init__` of a class of which there is no object yet."""

        def __init__(self, *arguments, **keywords):  # noqa: N807
            made = cls.__init__ = _compiled(cls, frozen)
            made(self, *arguments, **keywords)

        return __init__

    def _compiled(cls, frozen):
        known = getattr(cls, _OURS)
        given = {"_default_given": _MISSING}
        positional, named, body = [], [], []
        for name, each in known.items():
            value = name
            if each.default_factory is not _MISSING:
                given[f"_factory_{name}"] = each.default_factory
                value = (
                    f"_factory_{name}() if {name} is _default_given else {name}" if each.init else f"_factory_{name}()"
                )
                written = f"{name}=_default_given"
            elif each.default is not _MISSING:
                given[f"_default_{name}"] = each.default
                value = name if each.init else f"_default_{name}"
                written = f"{name}=_default_{name}"
            elif each.init:
                written = name
            else:
                continue
            if each.init:
                (named if each.kw_only else positional).append(written)
            slot = _slot(cls, name) if frozen else None
            if slot is not None:
                given[f"_set_{name}"] = slot
                body.append(f"_set_{name}(self, {value})")
            else:
                body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            body.append("self.__post_init__()")
        given["_set"] = object.__setattr__
        parameters = ", ".join(["self", *positional, *(["*", *named] if named else [])])
        exec(f"def __init__({parameters}):\n " + "\n ".join(body or ["pass"]), given)  # noqa: S102
        made = given["__init__"]
        made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
        return made

    def _slot(cls, name):
        """What sets a slot, which is faster than `object.__setattr__`."""
        for owner in cls.__mro__:
            if name in owner.__dict__:
                return getattr(owner.__dict__[name], "__set__", None)
        return None

    def _values(names):
        match names:
            case []:
                return lambda _: ()
            case [name]:
                value = attrgetter(name)
                return lambda thing: (value(thing),)
            case _:
                return attrgetter(*names)

    def _comparison(values, own, frozen):
        def __eq__(self, other):  # noqa: N807
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self):  # noqa: N807
            return hash(values(self))

        made = {"__eq__": __eq__}
        if "__hash__" not in own or (
            "__eq__" in own and own["__hash__"] is None
        ):  # Python sets that one beside `__eq__`
            made["__hash__"] = __hash__ if frozen else None
        return made

    def _order(values):
        def by(compare):
            def compared(self, other):
                return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

            return compared

        return {"__lt__": by(lt), "__le__": by(le), "__gt__": by(gt), "__ge__": by(ge)}

    @recursive_repr()
    def _repr(self):
        shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
        return f"{self.__class__.__qualname__}({shown})"

    def _no_assignment(self, name, value) -> None:
        _refuse(self, name, "assign to")
        object.__setattr__(self, name, value)

    def _no_deletion(self, name) -> None:
        _refuse(self, name, "delete")
        object.__delattr__(self, name)

    def _refuse(thing, name, what) -> None:
        """A plain subclass may have attributes of its own."""
        if _OURS in type(thing).__dict__ or name in getattr(thing, _OURS):
            from dataclasses import FrozenInstanceError

            raise FrozenInstanceError(f"cannot {what} field {name!r}")

    def _getstate(self):
        return [getattr(self, each.name) for each in fields(self)]

    def _setstate(self, state) -> None:
        for each, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, each.name, value)

    # --- for `dataclasses` itself ---------------------------------------------------------------------------------

    class _OfTheStandard:
        """An attribute that `dataclasses` looks for, had from a class that it makes itself."""

        def __init__(self, name, **options) -> None:
            self._name, self._options = name, options

        def __get__(self, _, cls):
            return getattr(_twin(cls, self._options), self._name)

    _STANDARD_FIELDS = _OfTheStandard("__dataclass_fields__")

    def _twin(cls, options):
        import dataclasses

        found = []
        for each in getattr(cls, _OURS).values():
            given = {name: getattr(each, name) for name in ("init", "repr", "compare", "kw_only")}
            for name in ("default", "default_factory"):
                if getattr(each, name) is not _MISSING:
                    given[name] = getattr(each, name)
            found.append((each.name, each.type, dataclasses.field(**given)))
        return dataclasses.make_dataclass(cls.__name__, found, **options)
