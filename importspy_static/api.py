"""What `import importspy_static` offers, gathered here so that the package itself stays light."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from importspy_static.checking import check
from importspy_static.contract.problems import ContractError, ContractInvalid
from importspy_static.lazy_dataclasses import fields
from importspy_static.model import contract as model
from importspy_static.model.document import plain
from importspy_static.model.environment import HOST, Environment, Host
from importspy_static.model.report import Report
from importspy_static.probes.problems import ProbeError
from importspy_static.probing import probe, snapshot

if TYPE_CHECKING:
    from importspy_static.checking.generation import Detail

__all__ = ["Contract", "ContractError", "Environment", "ProbeError", "Report", "check", "generate", "probe", "snapshot"]


class Contract(model.Contract):
    """A contract, read from YAML."""

    @classmethod
    def from_yaml(cls, source: str | bytes | os.PathLike[str]) -> Contract:
        """Read a contract from a file, or from text.

        Args:
            source: a path-like object; or text, which is YAML if it has a line break or a colon followed by white
            space, and else the
                path of a file.

        Raises:
            ContractError: with every problem of the contract in `problems`.
        """
        from importspy_static.contract.reader import parse_contract, read_contract

        read = parse_contract(source) if _is_text(source) else read_contract(source)  # type: ignore[arg-type]
        return cls(**{each.name: getattr(read, each.name) for each in fields(read)})

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain data, as it is written in YAML; what it extends is resolved."""
        from importspy_static.contract.describing import document_of

        return cast("dict[str, Any]", plain(document_of(self)))

    def to_yaml(self) -> str:
        """The contract as YAML text, which read again means the same; what it extends is resolved."""
        from importspy_static.contract.describing import document_of
        from importspy_static.contract.writing import yaml_text

        return yaml_text(document_of(self), with_origins=False)


def generate(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    detail: Detail = "full",
    private: bool = False,
    dependencies: bool = False,
    integrity: bool = False,
    environment: Environment | Host | None = HOST,
) -> Contract:
    """Write a contract of what modules are, which they keep. No code of theirs is run.

    Args:
        paths: one file, folder, glob or archive, or several; of several files it is a bundle.
        detail: `names`: what there is; `signatures`: how it is called; `full`: types, values and bases, too.
        private: names that begin with an underscore, too.
        dependencies: the distributions that the modules stand on, too.
        integrity: the fingerprints of what modules mean, too.
        environment: the host that conditions such as `sys.platform == "win32"` are decided for; this one if left out.

    Raises:
        ContractError: none of the files could be read; `problems` has every reason.
    """
    from importspy_static.checking.generation import generate as written_of

    written = written_of(
        paths,
        detail=detail,
        private=private,
        dependencies=dependencies,
        integrity=integrity,
        environment=environment,
    )
    if written.document is None:
        raise ContractError([ContractInvalid(reason=f"{each.path}: {each.reason}") for each in written.unwritten])
    return Contract.from_yaml(written.yaml.encode())


def _is_text(source: str | bytes | os.PathLike[str]) -> bool:
    if isinstance(source, bytes):
        return True
    return isinstance(source, str) and ("\n" in source or ": " in source or source.endswith(":"))
