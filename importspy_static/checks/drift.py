"""SPY615, SPY616 and SPY808: whether what is installed is what was installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from importspy_static import limits
from importspy_static.checks.undecided import Undecided
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.drift import Deviation, Drift, Gap
from importspy_static.model.place import TOP, ContractPlace, Place
from importspy_static.model.violation import Severity, Violation

_SHOWN_FILES = 3
"""Files that a message names."""


@dataclass(frozen=True, kw_only=True)
class DependencyModified(
    Violation,
    code="SPY615",
    name="dependency-modified",
    title="Dependency Modified",
    remedy="If nobody should have changed it, find out who did, and install the distribution anew; a change that is "
    "wanted belongs into a release of your own.",
):
    """A file of an installed distribution is not what was installed.

    An installer writes RECORD beside what it installs: each file with its size and its hash. `check --dist NAME`
    compares them, and so does a contract that asks for it:

    ```yaml
    dependencies:
      requests: {unmodified: true}
    ```

    It is told of a file whose size or hash differs, that is gone, or that is no file any more; and of a file that was
    not installed and lies among those that were: within a package, in its metadata, or where it would be imported in
    place of a module. What other distributions list is theirs.

    And it is told of a `.pyc` that Python would run in place of its source, though the source does not compile to it.
    Nothing but a header, which anybody can write, says which source a `.pyc` is of. If the Python was replaced by
    another release of its version since, its compiler may be another: delete the `.pyc`, it is written anew.

    RECORD itself has no hash: whoever can write the files can write it, too. This finds what has drifted, and no
    attacker who thinks of RECORD.
    """

    kind: Literal["size", "content", "missing", "not a file", "extra", "bytecode", "more"]
    distribution: str

    @property
    def message(self) -> str:
        return f"{self.symbol or self.distribution}: {self._reason}"

    @property
    def _reason(self) -> str:
        match self.kind:
            case "size" | "content":
                found = f"should be {self.expected}, found {self.actual}"
                return f"is not what was installed with {self.distribution}: {found}"
            case "missing":
                return f"was installed with {self.distribution}, and is not there"
            case "not a file":
                return f"was installed with {self.distribution}, and is no file any more"
            case "extra":
                return f"lies among the files of {self.distribution}, and was not installed with them"
            case "bytecode":
                return f"would be run in place of {self.expected}, which does not compile to it"
            case _:
                return f"{self.actual} more files are not as they were installed"


@dataclass(frozen=True, kw_only=True)
class DependencyUnverified(
    Violation,
    code="SPY616",
    name="dependency-unverified",
    title="Dependency Unverified",
    remedy="Nothing has to be done. Where more could be told, `unmodified: true` in a contract insists, and so does "
    "`check --dist NAME` without one.",
):
    """Something of an installed distribution could not be compared with its RECORD.

    This is a note, which fails no check unless it is asked to (`--fail-on note`, or another severity of SPY616).

    It is told where nobody can do anything about it: a file that lies outside of the environment, which is not opened;
    bytecode for another Python than the one that runs this program, which alone knows what its compiler makes of the
    source. And it is told of all that SPY808 is about, where a distribution is checked against a contract that does not
    ask for it to be unmodified.
    """

    default_severity: ClassVar[Severity] = "note"
    severity: Severity = "note"
    distribution: str
    reason: str

    @property
    def message(self) -> str:
        return f"{self.distribution}: not all of it was compared with what was installed: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class UnverifiedDistribution(
    Undecided,
    code="SPY808",
    name="unverified-distribution",
    title="Undecided: unverified distribution",
    remedy="Install it by an installer that writes RECORD, on the machine that is checked and not in place (editable); "
    "or take `unmodified` out of the contract.",
):
    """It is asked whether a distribution is as it was installed, and nobody can tell.

    RECORD tells it, which lists the files of a distribution with a hash of each. Some installations have none: those of
    systems' own package managers, eggs, archives on the search path. One that is installed in place (editable) has one
    that does not list its code. A snapshot of another machine tells which distributions are there, and has no files.
    And of single files a RECORD may have no hash, or one that proves nothing, as md5 and SHA-1 do; or they cannot be
    read.

    ```yaml
    dependencies:
      requests: {unmodified: true}
    ```
    """

    @property
    def _reason(self) -> str:
        return f"cannot be told to be as it was installed: {self.construct}"


def check_drift(drift: Drift, asked: ContractPlace | None) -> Iterator[Violation]:
    """What is wrong with an installed distribution.

    Args:
        drift: how it differs from its RECORD.
        asked: what of a contract asks for it to be unmodified; None if RECORD itself is the contract.
    """
    yield from _deviations(drift, asked)
    yield from _gaps(drift, asked, insists=True)


def check_beside_contract(drift: Drift) -> Iterator[Violation]:
    """The same of a distribution whose modules are checked against contracts: what cannot be told is a note."""
    yield from _deviations(drift, None)
    yield from _gaps(drift, None, insists=False)


def cannot_be_told(name: str, reason: str, place: Place | None, asked: ContractPlace | None) -> Violation:
    """That nobody can tell whether a distribution is unmodified. `reason` is a clause."""
    return UnverifiedDistribution(symbol=name, place=place, contract_place=asked, construct=reason)


def _deviations(drift: Drift, asked: ContractPlace | None) -> Iterator[Violation]:
    for each in drift.deviations[: limits.DRIFTED_FILES]:
        yield DependencyModified(
            symbol=each.name,
            place=Place(each.path, TOP),
            contract_place=asked or _line(drift, each),
            expected=each.expected,
            actual=each.actual,
            kind=each.kind,
            distribution=drift.distribution,
        )
    if (more := len(drift.deviations) - limits.DRIFTED_FILES) > 0:
        yield DependencyModified(
            place=Place(drift.record, TOP),
            contract_place=asked,
            actual=str(more),
            kind="more",
            distribution=drift.distribution,
        )


def _gaps(drift: Drift, asked: ContractPlace | None, *, insists: bool) -> Iterator[Violation]:
    """One violation for each reason."""
    place = Place(drift.record, TOP)
    by_reason: dict[tuple[str, bool], list[Gap]] = {}
    if drift.refusal is not None:
        by_reason[drift.refusal, False] = []
    for gap in drift.gaps:
        by_reason.setdefault((gap.reason, gap.is_usual), []).append(gap)
    for (reason, is_usual), gaps in by_reason.items():
        told = reason + _files(gaps)
        where = asked or (_line(drift, gaps[0]) if gaps else None)
        if insists and not is_usual:
            yield cannot_be_told(drift.distribution, told, place, where)
        else:
            yield DependencyUnverified(
                symbol=drift.distribution,
                place=place,
                contract_place=where,
                distribution=drift.distribution,
                reason=told,
            )


def _files(gaps: list[Gap]) -> str:
    names = [each.name for each in gaps]
    more = len(names) - _SHOWN_FILES
    told = ", ".join(names[:_SHOWN_FILES]) + (f" and {more} more" if more > 0 else "")
    return f" ({told})" if told else ""


def _line(drift: Drift, each: Deviation | Gap) -> ContractPlace | None:
    return None if each.line is None else ContractPlace(drift.record, each.line, 1, "")
