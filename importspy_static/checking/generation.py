"""From a module to the contract that it keeps."""

from __future__ import annotations

import os
from dataclasses import dataclass

from importspy_static.checking.gathering import Neighbourhood
from importspy_static.checking.structure import Structure, Subject
from importspy_static.checking.where import Where
from importspy_static.checks.context import Context
from importspy_static.contract.reader import parse_contract
from importspy_static.contract.writing import yaml_text
from importspy_static.drafting.draft import Detail, draft
from importspy_static.drafting.pruning import prune
from importspy_static.interpret.world import World
from importspy_static.model.contract import Contract
from importspy_static.model.document import Mapping
from importspy_static.model.program import Failure
from importspy_static.model.source import SourceFile
from importspy_static.model.violation import Violation

MOST_ROUNDS = 60
"""Each takes something out of the draft. Few need more than three."""


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
    library = home.library
    known = library.own(source)
    facts = library.readings.facts(known.number)
    if isinstance(facts, Failure):
        return facts
    subject = Subject(source.path, known, facts, library)
    world = library.world(where.target, where.search_path, ())
    document = _drafted(subject, where, world, detail, private=private)
    generated = _held(source, document, subject, where, world)
    for _ in range(MOST_ROUNDS):
        if not generated.left or not prune(document, generated.left):
            break
        generated = _held(source, document, subject, where, world)
    return generated


def _held(source: SourceFile, document: Mapping, subject: Subject, where: Where, world: World) -> Generated:
    """A draft as it is written, and what a check finds when it is read again."""
    text = yaml_text(document)
    contract = parse_contract(text, f"{source.path}.spymodel.yml")
    found = tuple(Structure.of(subject, where.target, contract, world).check([contract.module]))
    return Generated(source, document, text, contract, found)


def _drafted(subject: Subject, where: Where, world: World, detail: Detail, *, private: bool) -> Mapping:
    empty = parse_contract("filename: x.py\n")
    structure = Structure.of(subject, where.target, empty, world)
    namespace = structure.namespace
    context = Context(subject.path, namespace, empty.options, os.path.abspath(subject.path), subject.locate)
    if namespace.fails_at is not None:
        namespace.completes = False
    return draft(context, detail, private=private)
