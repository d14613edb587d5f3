"""From a module to the contract that it keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.gathering import Gathered, Neighbourhood, Wanted, gather
from importspy_static.checking.reading_run import ReadingRun
from importspy_static.checking.structure import Structure, Subject
from importspy_static.checking.where import Where
from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract
from importspy_static.contract.schema import schema_line
from importspy_static.contract.writing import yaml_text
from importspy_static.drafting.draft import Detail, draft
from importspy_static.drafting.pruning import prune
from importspy_static.interpret.world import World
from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.limits import DRAFT_ROUNDS
from importspy_static.model.contract import Contract
from importspy_static.model.depth import Depth
from importspy_static.model.document import Mapping, plain
from importspy_static.model.document import Sequence as Items
from importspy_static.model.environment import HOST, Environment, Host
from importspy_static.model.policy import Policy
from importspy_static.model.program import TOO_DEEP, Failure
from importspy_static.model.repository import with_slashes
from importspy_static.model.source import SourceFile
from importspy_static.model.violation import Violation

if TYPE_CHECKING:
    from importspy_static.checking.stated_dependencies import StatedDependencies
    from importspy_static.checking.updating import Rewritten


Progress: TypeAlias = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Unwritten:
    """A file that no contract could be made of. `reason` is a clause in lower case."""

    path: str
    reason: str


@dataclass(frozen=True)
class Written:
    """A contract of what was asked for."""

    document: Mapping | None
    """None if there was no source to read."""
    modules: int
    unwritten: tuple[Unwritten, ...]

    folder: str = os.curdir
    """Where the contract will be."""

    @property
    def yaml(self) -> str:
        """The text, with a first line by which editors find what a contract may say."""
        return f"{schema_line(self.folder)}\n{yaml_text(self.document or Mapping())}"

    @property
    def json(self) -> str:
        """Without the remarks: JSON has no comments."""
        return json.dumps(plain(self.document), indent=2, ensure_ascii=True) + "\n"


class Generation(ReadingRun):
    """A run that writes a contract.

    Args:
        where: the target that conditions are decided for.
        detail: how much is told.
        private: whether names that begin with an underscore are, too.
        dependencies: whether the distributions that the modules stand on are, too.
        integrity: whether the fingerprints of the modules are, too.
        extractors: the processes that read files, which are ended with the run.
    """

    def __init__(
        self,
        where: Where,
        detail: Detail = "full",
        *,
        private: bool = False,
        dependencies: bool = False,
        integrity: bool = False,
        extractors: Extractors | None = None,
    ) -> None:
        self._where, self._detail, self._private = where, detail, private
        self._dependencies, self._integrity = dependencies, integrity
        super().__init__(extractors, Depth.WHOLE)

    def gather(self, wanted: Wanted) -> Gathered:
        """What is to be looked at."""
        return gather(wanted, self._readings, self._where.search_path)

    def write(self, gathered: Gathered, folder: str, progress: Progress | None = None) -> Written:
        """The contract of all modules; several have a section each, with paths from this folder."""
        made, unwritten = self.made(gathered, progress)
        document = _joined(made, folder)
        if self._dependencies and document is not None:
            sections = self._stated(made).sections()
            document.entries |= sections.entries
            document.remarks += sections.remarks
        return Written(document, len(made), unwritten, folder or os.curdir)

    def update(self, gathered: Gathered, path: str, progress: Progress | None = None) -> Rewritten:
        """The text of a contract that exists, brought up to date with the modules that it is about.

        Raises:
            ContractError: it cannot be used.
        """
        from importspy_static.checking.updating import rewritten

        made, unwritten = self.made(gathered, progress)
        found = rewritten(path, made, unwritten, self._where, self._readings if self._integrity else None)
        if not self._dependencies or not made:
            return found
        from importspy_static.checking.stated_dependencies import brought_up_to_date

        brought = brought_up_to_date(found.text, path, self._stated(made))
        changes, left = (*found.changes, *brought.changes), (*found.left, *brought.left)
        return replace(found, text=brought.text, changes=changes, left=left)

    def _stated(self, made: Sequence[tuple[Neighbourhood, Generated]]) -> StatedDependencies:
        """What the modules stand on, where this run would have them run."""
        from importspy_static.checking.standing import Ground
        from importspy_static.checking.stated_dependencies import StatedDependencies

        modules = [(generated.source, home.library) for home, generated in made]
        where, why_modified = self._where, None
        if self._integrity and where.looks_at_host and where.search_path():
            from importspy_static.checking.installed import Installed

            why_modified = Installed(self._extractors, where, Policy()).why_modified
        return StatedDependencies(modules, Ground(where, where.target), where.target, self._detail, why_modified)

    def made(
        self, gathered: Gathered, progress: Progress | None = None
    ) -> tuple[list[tuple[Neighbourhood, Generated]], tuple[Unwritten, ...]]:
        """The contract of each module, and what none could be made of."""
        made: list[tuple[Neighbourhood, Generated]] = []
        unwritten = [Unwritten(each.path, each.reason) for home in gathered.neighbourhoods for each in home.unreadable]
        sources = [(home, source) for home in gathered.neighbourhoods for source in home.sources]
        for done, (home, source) in enumerate(sources):
            if progress is not None:
                progress(done, len(sources), source.path)
            try:
                one = generate_contract(source, home, self._where, detail=self._detail, private=self._private)
            except RecursionError:
                home.library.forget()
                one = TOO_DEEP
            match one:
                case Generated() as generated:
                    made.append((home, generated))
                case failure:
                    unwritten.append(Unwritten(source.path, failure.reason))
        settled = self._settled(made)
        left = [each for _, each in settled if each.left]
        unwritten += [Unwritten(each.source.path, f"as it cannot be told: {each.left[0].message}") for each in left]
        kept = [(home, each) for home, each in settled if not each.left]
        if self._integrity:
            kept = [(home, self._with_fingerprints(each)) for home, each in kept]
        return kept, tuple(unwritten)

    def _settled(self, made: list[tuple[Neighbourhood, Generated]]) -> list[tuple[Neighbourhood, Generated]]:
        """The same once a check as anybody would run it, of all of them and from the start, finds nothing.

        While a draft was made more was asked of classes, and earlier: that can decide what a check leaves undecided.
        """
        for _ in range(DRAFT_ROUNDS):
            for home in {home for home, _ in made}:
                home.library.forget()
            again = [
                (home, generated if generated.left else self._checked(generated, home)) for home, generated in made
            ]
            if all(one is other for (_, one), (_, other) in zip(made, again, strict=True)):
                break
            made = again
        return made

    def _with_fingerprints(self, generated: Generated) -> Generated:
        """The contract with the fingerprints of its module: all that it defines, as `lock` writes them."""
        from importspy_static.checking.contract_lock import fingerprints_node
        from importspy_static.model.fingerprint import Print

        prints = self._readings.fingerprints(self._readings.number(generated.source), Print.MEANING)
        if isinstance(prints, Failure):
            generated.document.remarks.append(f"without fingerprints: {prints.reason}")
        else:
            generated.document.entries["integrity"] = fingerprints_node(prints)
        text, contract = read_back(generated.document, generated.contract.path)
        return replace(generated, text=text, contract=contract)

    def _checked(self, generated: Generated, home: Neighbourhood) -> Generated:
        """The contract itself if nothing is found, else what remains of it."""
        subject = Subject.read(generated.source, home.library)
        assert not isinstance(subject, Failure), "it has been read before"
        world = home.library.world(self._where.target, self._where.search_path, ())
        structure = Structure.of(subject, self._where.target, generated.contract, world)
        found = tuple(structure.check([generated.contract.module]))
        if not found:
            return generated
        if not prune(generated.document, found):
            return replace(generated, left=found)
        text, contract = read_back(generated.document, generated.contract.path)
        return replace(generated, text=text, contract=contract)


def _joined(made: Sequence[tuple[Neighbourhood, Generated]], folder: str) -> Mapping | None:
    if len(made) < 2:
        return made[0][1].document if made else None
    modules = Items()
    for home, generated in made:
        entry = generated.document
        entry.entries.pop("schema_version", None)
        entry.entries["filename"] = way_to(generated.source.path, home, folder)
        modules.items.append(entry)
    return Mapping({"schema_version": 1, "modules": modules})


def way_to(path: str, home: Neighbourhood, folder: str) -> str:
    """The path of a file as a bundle tells it, with slashes: from its folder, or from a root of what is not ours."""
    told = with_slashes(path, os.sep)
    if home.is_foreign:
        roots = [root for root in home.folders if told.startswith(f"{with_slashes(root, os.sep)}/")]
        return told[len(max(roots, key=len)) + 1 :] if roots else told
    try:
        return with_slashes(os.path.relpath(path, folder or os.curdir), os.sep)
    except ValueError:  # on another drive
        return with_slashes(os.path.abspath(path), os.sep)


def generate(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    detail: Detail = "full",
    private: bool = False,
    dependencies: bool = False,
    integrity: bool = False,
    environment: Environment | Host | None = HOST,
) -> Written:
    """Write a contract of what modules are; see `api.generate`."""
    asked = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    with Generation(
        Where(environment), detail, private=private, dependencies=dependencies, integrity=integrity
    ) as generation:
        gathered = generation.gather(Wanted(tuple(os.fspath(path) for path in asked)))
        lost = [Unwritten(each.path, each.reason) for each in gathered.unmatched]
        written = generation.write(gathered, os.curdir)
    return replace(written, unwritten=(*lost, *written.unwritten))


@dataclass(frozen=True)
class Generated:
    """A contract that a module keeps, or why there is none."""

    source: SourceFile
    document: Mapping
    text: str
    contract: Contract
    left: tuple[Violation, ...] = ()
    """What is still found. Nothing, unless the module as a whole cannot be told."""


def generate_contract(
    source: SourceFile, home: Neighbourhood, where: Where, *, detail: Detail = "full", private: bool = False
) -> Generated | Failure:
    """Write a contract of what a module is, read it back, check it, and take out what has a finding."""
    subject = Subject.read(source, home.library)
    if isinstance(subject, Failure):
        return subject
    world = home.library.world(where.target, where.search_path, ())
    document = draft(Structure.without_contract(subject, where.target, world).context, detail, private=private)
    *_, (text, contract, found) = readings(document, subject, where, world)
    return Generated(source, document, text, contract, found)


def readings(
    document: Mapping, subject: Subject, where: Where, world: World
) -> Iterator[tuple[str, Contract, tuple[Violation, ...]]]:
    """A draft as it is written and read again, with what a check of it finds, which is then taken out of the document.

    Until nothing is found, or nothing of what is found can be taken out. There is at least one.
    """
    for _ in range(DRAFT_ROUNDS):
        text, contract = read_back(document, f"{subject.path}.spymodel.yml")
        found = tuple(Structure.of(subject, where.target, contract, world).check([contract.module]))
        yield text, contract, found
        if not found or not prune(document, found):
            return


def read_back(document: Mapping, path: str) -> tuple[str, Contract]:
    """A draft as it is written, and what a reader makes of it.

    A module may contradict itself, and may say what no contract can (`x: str = 3`): that is taken out of the document.

    Raises:
        ContractError: it cannot be read, and nothing can be taken out.
    """
    while True:
        text = yaml_text(document)
        try:
            return text, parse_contract(text, path)
        except ContractError as error:
            if not prune(document, error.problems):
                raise


__all__ = ["Detail", "Generated", "Generation", "Unwritten", "Written", "generate", "generate_contract", "readings"]
