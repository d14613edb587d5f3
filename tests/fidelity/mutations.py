"""Changes modules in one place at a time: the contract that is generated of the original has to tell each change.

`python -m tests.fidelity.mutations [COUNT]` does so for so many modules of the standard library (200), each of twelve
kinds of change at one place of each module, and prints how many were told with the right code at the right line.
"""

from __future__ import annotations

import ast
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from importspy_static import Contract, check
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.generation import Generation
from importspy_static.checking.where import Where
from importspy_static.model.contract import ClassRequirement, FunctionRequirement
from importspy_static.probing import probe
from tests.fidelity.remembering import remember_extraction
from tests.fidelity.round_trip import LIBRARY, modules

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


@dataclass(frozen=True)
class Site:
    """A function or method that the contract speaks of with its whole signature, and where it is written."""

    node: Function
    stated: FunctionRequirement
    owner: ast.ClassDef | None = None


@dataclass(frozen=True)
class Change:
    """A change of the text, and what has to be told of it."""

    kind: str
    text: str
    code: str
    first: int
    """The first line on which it may be told."""
    last: int


@dataclass
class Tally:
    applied: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


class Source:
    """A module's text, which is changed at nodes of its tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        lines = text.encode("utf-8").split(b"\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._bytes = text.encode("utf-8")

    def place(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column

    def replaced(self, start: int, end: int, new: str) -> str:
        return (self._bytes[:start] + new.encode() + self._bytes[end:]).decode("utf-8")

    def span(self, node: ast.expr | ast.arg) -> tuple[int, int]:
        return (
            self.place(node.lineno, node.col_offset),
            self.place(node.end_lineno or node.lineno, node.end_col_offset or 0),
        )

    def segment(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode("utf-8")

    def find(self, word: str, start: int) -> int:
        return self._bytes.find(word.encode(), start)


# --- kinds of change --------------------------------------------------------------------------------------------------


def removed(source: Source, site: Site) -> Iterator[Change]:
    if site.owner is not None and (site.owner.bases or site.node.name.startswith("__")):
        return  # what is inherited takes its place
    start = source.find("def", source.place(site.node.lineno, site.node.col_offset))
    name = source.find(site.node.name, start)
    text = source.replaced(name, name + len(site.node.name), f"_gone_{len(site.node.name)}")
    line = 1 if site.owner is None else site.owner.lineno
    yield Change("removed", text, "SPY302" if site.owner else "SPY301", line, line)


def plain_arguments(site: Site) -> list[ast.arg]:
    arguments = site.node.args.args
    return arguments[1:] if site.owner is not None and site.stated.kind is None else arguments


def of_head(kind: str, text: str, code: str, site: Site) -> Change:
    """A change that is told somewhere in the head of the function."""
    return Change(kind, text, code, site.node.lineno, max(site.node.lineno, site.node.body[0].lineno - 1))


def renamed(source: Source, site: Site) -> Iterator[Change]:
    if site.node.args.kwarg is not None:
        return  # which takes the old name, too
    for argument in [*plain_arguments(site), *site.node.args.kwonlyargs]:
        start = source.place(argument.lineno, argument.col_offset)
        text = source.replaced(start, start + len(argument.arg.encode()), f"{argument.arg}_renamed")
        yield of_head("argument renamed", text, "SPY310", site)


def swapped(source: Source, site: Site) -> Iterator[Change]:
    arguments = plain_arguments(site)
    bare = len(site.node.args.args) - len(site.node.args.defaults)
    for one, other in pairwise(arguments):
        if site.node.args.args.index(other) < bare:
            (start, end), (next_start, next_end) = source.span(one), source.span(other)
            middle = source.segment(end, next_start)
            both = source.segment(next_start, next_end) + middle + source.segment(start, end)
            yield of_head("arguments swapped", source.replaced(start, next_end, both), "SPY311", site)


def keyword_only(source: Source, site: Site) -> Iterator[Change]:
    if site.node.args.vararg is None and not site.node.args.kwonlyargs:
        for argument in plain_arguments(site)[:1]:
            start, _ = source.span(argument)
            yield of_head("made keyword-only", source.replaced(start, start, "*, "), "SPY311", site)


def annotated_otherwise(source: Source, site: Site) -> Iterator[Change]:
    for argument in [*plain_arguments(site), *site.node.args.kwonlyargs]:
        if argument.annotation is not None and _says(site.stated, argument.arg, "annotation"):
            start, end = source.span(argument.annotation)
            yield of_head("annotated otherwise", source.replaced(start, end, "complex"), "SPY312", site)


def _says(stated: FunctionRequirement, name: str, what: str) -> bool:
    arguments = stated.arguments.value if stated.arguments is not None else ()
    return any(each.name == name and getattr(each, what) is not None for each in arguments)


def _defaults(site: Site) -> Iterator[tuple[ast.arg, ast.expr]]:
    arguments = site.node.args
    yield from (
        zip(arguments.args[len(arguments.args) - len(arguments.defaults) :], arguments.defaults, strict=True)
        if len(arguments.defaults) <= len(arguments.args)
        else ()
    )
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            yield argument, default


def default_changed(source: Source, site: Site) -> Iterator[Change]:
    for argument, default in _defaults(site):
        if isinstance(default, ast.Constant) and _says(site.stated, argument.arg, "value"):
            start, end = source.span(default)
            text = source.replaced(start, end, "'changed here'")
            yield of_head("default changed", text, "SPY313", site)


def default_removed(source: Source, site: Site) -> Iterator[Change]:
    found = list(_defaults(site))
    first = [each for each in found if each[0] in site.node.args.args][:1]
    for argument, default in [*first, *(each for each in found if each[0] in site.node.args.kwonlyargs)]:
        start, end = source.span(argument)[1], source.span(default)[1]
        if source.segment(end, end + 1) in {",", ")"}:
            text = source.replaced(start, end, "")
            yield of_head("default removed", text, "SPY313", site)


def required(source: Source, site: Site) -> Iterator[Change]:
    arguments = site.node.args
    if arguments.vararg is None and not arguments.kwonlyargs and arguments.kwarg is None and arguments.args:
        last = arguments.args[-1]
        end = source.span(arguments.defaults[-1] if arguments.defaults else last)[1]
        if source.segment(end, end + 1) in {",", ")"}:
            text = source.replaced(end, end, ", *, needed_now")
            yield of_head("new required argument", text, "SPY314", site)


def returned_otherwise(source: Source, site: Site) -> Iterator[Change]:
    if site.node.returns is not None and site.stated.return_annotation is not None:
        start, end = source.span(site.node.returns)
        yield of_head("returns otherwise", source.replaced(start, end, "complex"), "SPY320", site)


def made_async(source: Source, site: Site) -> Iterator[Change]:
    is_property = site.stated.kind is not None and site.stated.kind.value == "property"
    if isinstance(site.node, ast.FunctionDef) and not is_property:
        start = source.place(site.node.lineno, site.node.col_offset)
        yield of_head("made async", source.replaced(start, start, "async "), "SPY303", site)


OF_FUNCTIONS: tuple[Callable[[Source, Site], Iterator[Change]], ...] = (
    removed, renamed, swapped, keyword_only, annotated_otherwise, default_changed, default_removed, required,
    returned_otherwise, made_async,
)  # fmt: skip


def of_classes(source: Source, node: ast.ClassDef, stated: ClassRequirement) -> Iterator[Change]:
    start = source.find(node.name, source.place(node.lineno, node.col_offset) + len("class"))
    text = source.replaced(start, start + len(node.name.encode()), f"_Gone{len(node.name)}")
    yield Change("class renamed", text, "SPY401", 1, 1)
    names = [each.id for each in node.bases if isinstance(each, ast.Name) and each.id != "object"]
    if names and len(node.bases) == 1 and not node.keywords and names == [each.name for each in stated.superclasses]:
        first, last = source.span(node.bases[0])
        yield Change("base removed", source.replaced(first, last, ""), "SPY405", node.lineno, node.lineno)


# --- one module -------------------------------------------------------------------------------------------------------


def sites(source: Source, contract: Contract) -> Iterator[Site | tuple[ast.ClassDef, ClassRequirement]]:
    """What of a module is written once, at its top or in a class at its top, and is in the contract."""
    functions = {each.name: each for each in contract.module.functions if each.arguments is not None}
    classes = {each.name: each for each in contract.module.classes}
    for node in _once(source.tree.body):
        if isinstance(node, ast.ClassDef) and node.name in classes:
            yield node, classes[node.name]
            methods = {each.name: each for each in classes[node.name].methods if each.arguments is not None}
            for inner in _once(node.body):
                if not isinstance(inner, ast.ClassDef) and inner.name in methods:
                    yield Site(inner, methods[inner.name], node)
        elif not isinstance(node, ast.ClassDef) and node.name in functions:
            yield Site(node, functions[node.name])


def _once(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    named = [each for each in body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    counts = Counter(each.name for each in named)
    bound = {name for each in body for name in _bound_otherwise(each)}
    stars = [each.lineno for each in body for inner in ast.walk(each) if _is_star(inner)]
    last_star = max(stars, default=0)  # what it brings may take the place of all before it
    for each in named:
        if counts[each.name] == 1 and each.name not in bound and not each.decorator_list and each.lineno > last_star:
            yield each


def _bound_otherwise(statement: ast.stmt) -> Iterator[str]:
    """What a statement binds besides definitions: where it is imported in a `try`, say, two things have one name."""
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (each.asname or each.name for each in names)


def _is_star(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def changes(source: Source, contract: Contract, chance: random.Random) -> Iterator[Change]:
    """One change of each kind, wherever it applies."""
    found: dict[str, list[Change]] = {}
    for site in sites(source, contract):
        if isinstance(site, Site):
            made = [each for kind in OF_FUNCTIONS for each in kind(source, site)]
        else:
            made = list(of_classes(source, *site))
        for each in made:
            found.setdefault(each.kind, []).append(each)
    for several in found.values():
        for each in chance.sample(several, len(several)):
            try:
                compile(each.text, "<changed>", "exec", dont_inherit=True)
            except (SyntaxError, ValueError):
                continue
            yield each
            break


def laid_out(path: Path, folder: Path) -> Path:
    """Where a changed copy of a module goes: with links to what lies beside it in its packages."""
    here, there = LIBRARY, folder
    for part in path.relative_to(LIBRARY).parts:
        there.mkdir(exist_ok=True)
        if here != LIBRARY:
            for each in here.iterdir():
                if each.name not in {part, "__pycache__"}:
                    (there / each.name).symlink_to(each)
        here, there = here / part, there / part
    return there


def tally(path: str) -> Tally:
    """Change one module in each way."""
    found = Tally()
    environment = probe(distributions=False)
    where = Where(environment)
    with Generation(where) as generation:
        made, _ = generation.made(generation.gather(Wanted(paths=(path,))))
    if not made:
        return found
    ((_, generated),) = made
    contract = Contract.from_yaml(generated.text.encode())
    source = Source(Path(path).read_text(encoding="utf-8"))
    chance = random.Random(os.path.basename(path))
    for change in changes(source, contract, chance):
        found.applied[change.kind] += 1
        with tempfile.TemporaryDirectory() as folder:
            place = laid_out(Path(path), Path(folder))
            place.write_text(change.text, encoding="utf-8")
            report = check(place, contract, environment=environment)
        told = [(each.code, each.place.span.line if each.place else 0) for each in report.violations]
        # Where the import ends, as the module needs what is gone, all is told at the line where it ends.
        ends = [each.code for each in report.violations if " always raises" in each.message]
        if change.code in ends or any(code == change.code and change.first <= at <= change.last for code, at in told):
            found.told[change.kind] += 1
        else:
            found.missed.append(f"{path}: {change.kind}: {change.code} at {change.first}, but {told[:3]}")
    return found


def main() -> int:
    """Print what was told of what was changed; 1 if that is under 99.5 %."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    paths = [str(path) for path in modules(LIBRARY) if 1_000 < path.stat().st_size < 60_000]
    chosen = sorted(random.Random(7).sample(paths, min(count, len(paths))))
    whole = Tally()
    with ProcessPoolExecutor(initializer=remember_extraction) as pool:
        for done, each in enumerate(pool.map(tally, chosen), start=1):
            whole.applied += each.applied
            whole.told += each.told
            whole.missed += each.missed
            sys.stderr.writelines(f"{missed}\n" for missed in each.missed)
            if done % 10 == 0:
                sys.stderr.write(f"{done} of {len(chosen)}: {whole.told.total()} of {whole.applied.total()}\n")
    share = whole.told.total() / max(whole.applied.total(), 1)
    lines = [f"{kind:<24}{whole.told[kind]:>6} of {applied:>6}" for kind, applied in sorted(whole.applied.items())]
    lines.append(f"{whole.told.total()} of {whole.applied.total()} changes told: {share:.2%}")
    sys.stdout.write("".join(f"{line}\n" for line in [*lines, *whole.missed]))
    return 0 if share >= 0.995 else 1


if __name__ == "__main__":
    sys.exit(main())
