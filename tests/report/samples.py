"""Violations and reports to show, and how snapshots of them are kept.

The classes leave the register as soon as they are defined: they belong to no catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from importspy_static.model.place import ContractPlace, Place, Span
from importspy_static.model.report import ModuleReport, Report
from importspy_static.model.violation import REGISTER, Violation

SOURCE = {
    1: '"""An extension."""',
    18: "    def add_extension(self, msg: bytes, tag: str = 'x') -> str:",
    19: '\tdef wide(self, 名前: "list[str]", b=1): ...',
    30: "    return compute()",
}
CONTRACT = {
    3: "classes:",
    23: "            annotation: str",
    24: "    arguments: [{name: self}, {name: 'na#me', annotation: list[str]}]",
}


@dataclass(frozen=True, kw_only=True)
class TypeDiffers(
    Violation,
    code="SPY912",
    name="argument-type-differs",
    title="Argument Mismatch: annotation",
    remedy="Annotate the argument as the contract says, or change the contract.",
):
    """The annotation of an argument is not the one that the contract states.

    - `Optional[int]` and `int | None` are the same.
    """

    @property
    def message(self) -> str:
        return f"{self.symbol}: should be annotated '{self.expected}', found '{self.actual}'"


@dataclass(frozen=True, kw_only=True)
class ClassGone(
    Violation, code="SPY911", name="class-gone", title="Class Missing", remedy="Define the class, or drop it."
):
    """A class that the contract requires is not there."""

    @property
    def message(self) -> str:
        return f"class '{self.symbol}' is missing"


@dataclass(frozen=True, kw_only=True)
class Computed(
    Violation, code="SPY899", name="computed-thing", title="Undecided: computed", remedy="Write the value out."
):
    """The value is computed."""

    @property
    def message(self) -> str:
        return f"{self.symbol}: its value is computed"


SAMPLES: tuple[type[Violation], ...] = (Computed, ClassGone, TypeDiffers)
for sample in SAMPLES:
    del REGISTER[sample.code]


def at(line: int, column: int, end_column: int, *, end_line: int | None = None, path: str = "extension.py") -> Place:
    return Place(path, Span(line, column, end_line or line, end_column))


def asked(line: int, column: int, key: str, path: str = "spymodel.yml") -> ContractPlace:
    return ContractPlace(path, line, column, key)


TYPE = TypeDiffers(
    symbol="Extension.add_extension(msg)",
    place=at(18, 29, 39),
    contract_place=asked(23, 25, "classes[0].methods[1].arguments[1].annotation"),
    expected="str",
    actual="bytes",
    call="Extension().add_extension('a')  # TypeError: not bytes",
)
WIDE = TypeDiffers(
    symbol="Extension.wide(名前)",
    place=at(19, 17, 32),
    contract_place=asked(24, 32, "classes[0].methods[2].arguments[1].name"),
    expected="list[str]",
    actual="[bold]bytes[/bold]",
    severity="warning",
    target="linux, Python 3.12",
)
GONE = ClassGone(symbol="Plugin", place=at(1, 1, 1), contract_place=asked(3, 1, "classes"))
UNDECIDED = Computed(symbol="VERSION", place=at(30, 12, 13, end_line=34), contract_place=None, severity="note")
ALONE = ClassGone(symbol="Plugin", place=None, contract_place=asked(3, 1, "classes"))


def report(*modules: ModuleReport) -> Report:
    return Report(modules, "0.0.0", contract_lines={"spymodel.yml": CONTRACT})


def module(*violations: Violation, path: str = "extension.py") -> ModuleReport:
    return ModuleReport(path, "spymodel.yml", violations, {"extension.py": SOURCE, path: SOURCE})


COMPLIANT = report(module())
BROKEN = report(module(GONE, TYPE, WIDE, UNDECIDED), module(path="fine.py"))


class TextFile(SingleFileSnapshotExtension):
    """A snapshot that is a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"
