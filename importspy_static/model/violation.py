"""The base of every violation, and the register of them all.

A violation is told once, beside the generator that yields it: its class holds code, name, title, remedy, fields,
message and page. Everything that speaks of violations in general reads `REGISTER`.
"""

from __future__ import annotations

import inspect
import re
from typing import ClassVar, Literal, TypeAlias

from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.place import ContractPlace, Place

Severity: TypeAlias = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""In rising order."""
SeverityLevel: TypeAlias = Literal["error", "warning", "note", "off"]
"""What may be asked for: "off" tells a violation not at all."""

REGISTER: dict[str, type[Violation]] = {}
"""Every violation class by its code. Filled as their modules are imported: see `catalogue.all_violations`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A step on the way from what is required to what it depends on: a class and its base, a module and its import."""

    symbol: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A requirement that is broken or undecided, or an input that could not be used.

    `symbol` names the thing in the module (`Extension.add_extension(msg)`), or is empty when it is the module
    itself. `place` is in the checked source; None only for what concerns a contract alone. `contract_place` is the
    line that asked. `call` is a call that the contract allows and the module refuses, with the error as a comment.
    `chain` leads to it where it is not the module's own: from the required class to the base that has the method.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[str]
    remedy: ClassVar[str]
    undecided: ClassVar[bool] = False
    default_severity: ClassVar[Severity] = "error"

    symbol: str = ""
    place: Place | None = None
    contract_place: ContractPlace | None = None
    severity: Severity = "error"
    target: str | None = None
    expected: str | None = None
    actual: str | None = None
    call: str | None = None
    chain: tuple[Link, ...] = ()

    def __init_subclass__(cls, *, code: str = "", name: str = "", title: str = "", remedy: str = "") -> None:
        super().__init_subclass__()
        if not code:
            return
        if not re.fullmatch(r"SPY\d{3}", code):
            raise TypeError(f"{cls.__qualname__}: {code!r} is not a code such as SPY312")
        if code in REGISTER:
            raise TypeError(f"{cls.__qualname__}: {code} is already taken by {REGISTER[code].__qualname__}")
        cls.code, cls.name, cls.title, cls.remedy = code, name, title, remedy
        cls.undecided = code.startswith("SPY8")
        REGISTER[code] = cls

    @property
    def message(self) -> str:
        """One sentence: the thing, what was promised, what is there."""
        raise NotImplementedError

    @classmethod
    def page(cls) -> str:
        """The docstring, dedented: Markdown that `explain` and the documentation show."""
        return inspect.cleandoc(cls.__doc__ or "")

    def at(self, severity: Severity) -> Violation:
        """This violation with another severity."""
        return replace(self, severity=severity)

    def to_dict(self) -> dict[str, object]:
        """The JSON form; keys as in the shipped `report.schema.json`."""
        told: dict[str, object] = {
            "code": self.code,
            "name": self.name,
            "severity": self.severity,
            "message": self.message,
            "remedy": self.remedy,
            "symbol": self.symbol,
            "expected": self.expected,
            "actual": self.actual,
            "target": self.target,
            "call": self.call,
            "location": None if self.place is None else location_dict(self.place),
            "contract_location": None if self.contract_place is None else contract_location_dict(self.contract_place),
        }
        if self.chain:
            told["chain"] = [{"symbol": link.symbol, "location": location_dict(link.place)} for link in self.chain]
        return told


def location_dict(place: Place) -> dict[str, object]:
    span = place.span
    return {
        "path": place.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def contract_location_dict(place: ContractPlace) -> dict[str, object]:
    return {"path": place.path, "line": place.line, "column": place.column, "key": place.key}
