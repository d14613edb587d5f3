"""A module against a contract that has nothing to do with it, or that was generated of another module.

An input is the text of the module, a line of `#===`, and the contract: a document that begins with a brace, or the text
of the other module.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from importspy_static.checking.differences import Comparison
from importspy_static.checking.where import Where
from importspy_static.contract.problems import ContractError
from importspy_static.contract.reader import parse_contract
from importspy_static.model.contract import Contract
from importspy_static.report.difference.formats import DIFFERENCE_FORMATS, render_differences
from tests.contract.documents import DOCUMENT, fitting
from tests.fuzz.sources import checks, close, rendered
from tests.fuzz.target import Fault, Target

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

BETWEEN = b"\n#===\n"


def judge(content: bytes) -> None:
    """There is a report that every format can tell, for one host and for every deployment; twice the same."""
    source, _, other = content.partition(BETWEEN)
    path = checks().folder / "module.py"
    path.write_bytes(source)
    if other.startswith(b"{"):
        try:
            contracts = [parse_contract(other)]
        except ContractError:
            return
    else:
        (checks().folder / "other").mkdir(exist_ok=True)
        old = checks().folder / "other" / "module.py"
        old.write_bytes(other)
        contracts = [parse_contract(each.text) for each in checks().generated(old)[0]]
        with_differences(str(old), str(path))
    for contract in contracts:
        reported(path, contract)


def reported(path: object, contract: Contract) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    found = checks().report(path, contract)
    rendered(found)
    if checks().report(path, contract).to_dict() != found.to_dict():
        raise Fault("asked twice, there are two answers")
    if contract.deployments:
        rendered(checks().report(path, contract, Where(checks().where.environment, every_deployment=True)))


def with_differences(old: str, new: str) -> None:
    """How the one differs from the other, in every format."""
    found = Comparison(checks().where, checks().extractors).differences(old, new)
    for form in DIFFERENCE_FORMATS:
        render_differences(found, form)


def inputs() -> SearchStrategy[bytes]:
    """Both parts, of one vocabulary."""
    from hypothesis import strategies as st

    from tests.fuzz.modules import modules

    documents = fitting(DOCUMENT).filter(lambda made: isinstance(made, dict)).map(json.dumps)
    both = st.tuples(modules(), st.one_of(modules(), documents))
    return both.map(lambda parts: BETWEEN.join(each.encode("utf-8", "surrogatepass") for each in parts))


PAIRS: Callable[[], Target] = partial(Target, "pairs", judge, inputs=inputs, close=close)
