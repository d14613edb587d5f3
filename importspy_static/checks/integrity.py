"""SPY7: whether a module is still the one whose fingerprints were taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Literal, TypeAlias

from importspy_static.checks.source import check_source
from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.contract import DefinitionRequirement, IntegrityRequirement, ModuleRequirement
from importspy_static.model.fingerprint import DefinitionFingerprint, Fingerprints, Print
from importspy_static.model.place import ContractPlace, Place, Span, Stated
from importspy_static.model.program import Failure
from importspy_static.model.violation import Violation

Depth: TypeAlias = Literal["signature", "body", "structure", "order"]
PARTS: tuple[Literal["signature", "body"], ...] = ("signature", "body")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a module is, for those who ask whether it is still the same."""

    source: Callable[[], bytes | Failure]
    fingerprints: Callable[[Print], Fingerprints | Failure]
    place: Callable[[Span | None], Place]


@dataclass(frozen=True, kw_only=True)
class SourceChanged(
    Violation,
    code="SPY701",
    name="source-changed",
    title="Source Changed",
    remedy="If the change is wanted, review it and take the fingerprint again with `importspy-static lock`; "
    "else restore the file.",
):
    """The bytes of the file are not those whose fingerprint the contract holds.

    `integrity.source` is the SHA-256 of the file. Whatever is changed in it breaks this, a comment or the layout too;
    `integrity.structure` is about what the source means.

    ```yaml
    integrity:
      source: "sha256:…"
    ```
    """

    @property
    def message(self) -> str:
        return f"the file has changed: its bytes should be {self.expected}, found {self.actual}"


@dataclass(frozen=True, kw_only=True)
class StructureChanged(
    Violation,
    code="SPY702",
    name="structure-changed",
    title="Structure Changed",
    remedy="If the change is wanted, review it and take the fingerprints again with `importspy-static lock`; "
    "else restore what was there.",
):
    """What the source means is not what it meant when its fingerprints were taken.

    Layout does not count: comments, blank lines, indentation, quotes, redundant parentheses, trailing commas, how
    lines are joined and numbers are spelled. Docstrings count if `integrity.docstrings` is true. All else does.

    The fingerprint of a module, a class or a function is its `structure`. `signature` is what callers see: decorators,
    parameters, annotations, defaults; of a class its bases and keywords. `body` is the rest; of a class or a module,
    the rest without the functions and classes in it. Where such parts are locked, too, those are told that have
    changed, and not what is around them.

    ```yaml
    integrity:
      structure: "s1:…"
      definitions:
        - {name: Extension.run, signature: "s1:…", body: "s1:…"}
    ```

    Several definitions of one name, on several branches or one after the other, have one fingerprint. A name that
    other code binds, or that is imported, is no definition of this module.
    """

    depth: Depth
    is_class: bool = False

    @property
    def message(self) -> str:
        return f"{self.symbol}: {self._of_part()}" if self.symbol else self._of_module()

    def _of_part(self) -> str:
        if self.actual is None:
            return "has a fingerprint in the contract, and this file defines no such function or class"
        if self.expected is None:
            return "is new: it was not there when the fingerprints were taken"
        if self.depth == "structure":
            return "has changed"
        inner = ", outside of the functions and classes in it" if self.is_class and self.depth == "body" else ""
        return f"its {self.depth} has changed{inner}"

    def _of_module(self) -> str:
        match self.depth:
            case "body":
                return "the module has changed outside of its functions and classes"
            case "order":
                return "the order of what stands in the module has changed"
            case _:
                return "the module has changed"


def check_integrity(evidence: Evidence, requirement: ModuleRequirement) -> Iterator[Violation]:
    """Judge a module against the fingerprints that a contract has of it."""
    integrity = requirement.integrity
    if integrity is not None and integrity.source is not None:
        yield from _check_source(evidence, integrity.source)
    asked = requirement.asked_fingerprints
    if asked is None:
        return
    found = evidence.fingerprints(asked)
    if isinstance(found, Failure):
        yield check_source(found, evidence.place(None).path, requirement.place)
        return
    judge = _Judge(evidence, found)
    if integrity is not None:
        yield from judge.module(integrity)
    for each in requirement.stated_fingerprints:
        yield from judge.part(each)


def _check_source(evidence: Evidence, asked: Stated[str]) -> Iterator[Violation]:
    source = evidence.source()
    if isinstance(source, Failure):
        yield check_source(source, evidence.place(None).path, asked.place)
        return
    actual = f"sha256:{sha256(source).hexdigest()}"
    if actual != asked.value:
        yield SourceChanged(place=evidence.place(None), contract_place=asked.place, expected=asked.value, actual=actual)


class _Judge:
    """Compares the fingerprints of one module."""

    def __init__(self, evidence: Evidence, found: Fingerprints) -> None:
        self._evidence, self._found = evidence, found
        self._by_name: Mapping[str, DefinitionFingerprint] = {each.name: each for each in found.definitions}

    def module(self, asked: IntegrityRequirement) -> Iterator[Violation]:
        """The module is around all else: it is told where nothing in it tells more."""
        told: list[Violation] = []
        for each in asked.definitions:
            told += self.part(each)
        if asked.body is not None and asked.body.value != self._found.body:
            told.append(self._changed("body", asked.body, self._found.body))
        if asked.structure is not None and asked.structure.value != self._found.structure:
            if asked.definitions:
                told += self._new(asked.definitions, asked.structure.place)
            if not told:
                depth: Depth = "structure" if asked.body is None or not asked.definitions else "order"
                told.append(self._changed(depth, asked.structure, self._found.structure))
        yield from told

    def part(self, asked: DefinitionRequirement) -> Iterator[Violation]:
        found = self._by_name.get(asked.name)
        integrity = asked.integrity
        if not integrity.requires_something:
            return
        if found is None:
            yield StructureChanged(
                symbol=asked.name,
                place=self._evidence.place(None),
                contract_place=integrity.place,
                expected=_first(integrity),
                depth="structure",
            )
            return
        told = False
        for depth in PARTS:
            stated: Stated[str] | None = getattr(integrity, depth)
            actual: str = getattr(found, depth)
            if stated is not None and stated.value != actual:
                told = True
                yield self._changed(depth, stated, actual, found)
        if not told and integrity.structure is not None and integrity.structure.value != found.structure:
            yield self._changed("structure", integrity.structure, found.structure, found)

    def _new(self, known: Sequence[DefinitionRequirement], asked: ContractPlace) -> Iterator[Violation]:
        """Definitions that have no fingerprint in the contract; not those within new ones."""
        names = {each.name for each in known}
        for each in self._found.definitions:
            above = each.name.rpartition(".")[0]
            if each.name not in names and (not above or above in names):
                yield StructureChanged(
                    symbol=each.name,
                    place=self._evidence.place(each.span),
                    contract_place=asked,
                    actual=each.structure,
                    depth="structure",
                )

    def _changed(
        self, depth: Depth, asked: Stated[str], actual: str, part: DefinitionFingerprint | None = None
    ) -> Violation:
        return StructureChanged(
            symbol="" if part is None else part.name,
            place=self._evidence.place(None if part is None else part.span),
            contract_place=asked.place,
            expected=asked.value,
            actual=actual,
            depth=depth,
            is_class=part is not None and part.kind == "class",
        )


def _first(integrity: IntegrityRequirement) -> str | None:
    stated = integrity.structure or integrity.signature or integrity.body
    return None if stated is None else stated.value
