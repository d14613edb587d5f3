"""What a contract means, with all that it extends: as YAML with the origins as comments, or as JSON."""

from __future__ import annotations

import json
import math

from importspy_static.checks.applicable import contract_on
from importspy_static.contract.describing import document_of
from importspy_static.contract.nodes import printable
from importspy_static.contract.writing import yaml_text
from importspy_static.model.contract import Contract
from importspy_static.model.document import Mapping, origins, plain
from importspy_static.model.target import Target
from importspy_static.model.violation import contract_location_dict

SCHEMA_VERSION = 1
"""Of the JSON form. It rises when a reader of the old form would go wrong on the new one."""


def shown_yaml(contract: Contract, target: Target | None = None) -> str:
    """The contract as YAML. Each line that requires something ends in the file and line where that is written.

    Args:
        contract: what to show.
        target: only what holds there; None for all, with its conditions.
    """
    document = _document(contract, target)
    first, *bases = map(printable, contract.lines or (contract.path,))
    head = f"# {first}" + (f", with what it extends: {', '.join(bases)}" if bases else "") + "\n"
    rest = "" if len(document.entries) > 1 else "# nothing is required there\n"
    return head + yaml_text(document) + rest


def shown_json(contract: Contract, target: Target | None = None) -> str:
    """The contract, and by the path of each key the place where it is written, as a JSON document."""
    document = _document(contract, target)
    told = {
        "schema_version": SCHEMA_VERSION,
        "files": [*contract.lines],
        "contract": _strict(plain(document)),
        "origins": {key: contract_location_dict(place) for key, place in origins(document)},
    }
    return json.dumps(told, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _document(contract: Contract, target: Target | None) -> Mapping:
    return document_of(contract if target is None else contract_on(target, contract))


def _strict(content: object) -> object:
    """JSON has no infinity and no NaN: they are told as YAML writes them."""
    match content:
        case dict():
            return {_key(key): _strict(value) for key, value in content.items()}
        case list():
            return [_strict(each) for each in content]
        case float() if not math.isfinite(content):
            return _key(content)
        case _:
            return content


def _key(key: object) -> object:
    if isinstance(key, float) and not math.isfinite(key):
        return ".nan" if math.isnan(key) else ".inf" if key > 0 else "-.inf"
    return key
