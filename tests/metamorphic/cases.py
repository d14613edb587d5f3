"""Modules with contracts, and what is said of them once they are changed."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract, read_contract
from importspy_static.model.contract import Contract
from importspy_static.model.report import Verdict
from tests.fuzz.sources import FIXTURES, LIBRARY, checks
from tests.fuzz.target import Fault
from tests.metamorphic import additions, layout, renaming

SAME: Mapping[str, Callable[[str, random.Random], str | None]] = {
    "reformatted": layout.reformatted,
    "with comments": layout.with_comments,
    "without comments": layout.without_comments,
    "reordered": layout.reordered,
    "locals renamed": renaming.renamed,
}
"""What changes no verdict."""
MORE: Mapping[str, Callable[[str, random.Random], str | None]] = {
    "an optional argument more": additions.with_optional_argument,
    "a keyword argument more": additions.with_keyword_argument,
    "a method more": additions.with_method,
    "a function more": additions.with_function,
}
"""What breaks no contract."""
CHANGES = {**SAME, **MORE}
LIBRARY_MODULES = ("textwrap", "calendar", "contextlib", "queue", "fractions", "string", "cmd")


@dataclass(frozen=True)
class Answer:
    """What is said of a module, without where."""

    verdict: Verdict
    told: frozenset[tuple[str, str]]
    """Codes and symbols."""


def names() -> list[str]:
    """All cases: folders of fixtures, and modules of the standard library."""
    found = [path.parent for path in FIXTURES.glob("*/**/spymodel.yml") if (path.parent / "module.py").is_file()]
    folders = sorted(path.relative_to(FIXTURES).as_posix() for path in found)
    return [*folders, *(f"library/{name}" for name in LIBRARY_MODULES if (LIBRARY / f"{name}.py").is_file())]


@dataclass(frozen=True)
class Case:
    """A module in a folder of its own, and a contract that is about it."""

    module: Path
    contract: Contract
    text: str
    answer: Answer
    forbids_more: bool


def case(name: str) -> Case | None:
    """The case of this name; None if its contract cannot be used, or its module is no text in UTF-8."""
    return _case(name, checks().folder / "cases" / name)


@cache
def _case(name: str, folder: Path) -> Case | None:
    if name.startswith("library/"):
        folder.mkdir(parents=True)
        module = folder / f"{name.rpartition('/')[2]}.py"
        shutil.copyfile(LIBRARY / module.name, module)
        ((made,), _) = checks().generated(module)
        contract = parse_contract(made.text)
    else:
        shutil.copytree(FIXTURES / name, folder, symlinks=True, dirs_exist_ok=True)
        module = folder / "module.py"
        try:
            contract = read_contract(folder / "spymodel.yml")
        except ContractError:
            return None
    source = module.read_bytes()
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if any(each.integrity or each.stated_fingerprints for each in (contract.module, *contract.modules)):
        return None  # held to that very code
    if "coding" in "".join(text.splitlines()[:2]) or text.startswith("\ufeff") or "\r" in text:
        return None
    return Case(module, contract, text, _answer(module, contract), _forbids_more(contract))


def _answer(module: Path, contract: Contract) -> Answer:
    # Of distributions that the contract speaks of nothing depends on the text of the module.
    (found,) = (each for each in checks().report(module, contract).modules if each.distribution is None)
    return Answer(found.verdict, frozenset((each.code, each.symbol) for each in found.violations))


def _forbids_more(contract: Contract) -> bool:
    """Whether it says that there is nothing but what it names."""
    modules = [contract.module, *contract.modules]
    classes = [each for module in modules for each in module.classes]
    return any(each.extra for each in modules) or any(each.extra for each in classes)


def look(name: str, change: str, seed: int) -> bool:
    """Change the module of a case, and see that what is said of it stays; False if there is nothing to change.

    Raises:
        Fault: it does not.
    """
    found = case(name)
    if found is None or (change in MORE and (found.forbids_more or found.answer.verdict != "compliant")):
        return False
    text = CHANGES[change](found.text, random.Random(seed))
    if text is None or text == found.text:
        return False
    found.module.write_text(text, encoding="utf-8")
    try:
        again = _answer(found.module, found.contract)
    finally:
        found.module.write_text(found.text, encoding="utf-8")
    if again != found.answer:
        gone, new = sorted(found.answer.told - again.told), sorted(again.told - found.answer.told)
        what = f"{found.answer.verdict} became {again.verdict}; gone {gone}, new {new}\n{text}"
        raise Fault(f"{change} changes {name}: {what}")
    return True
