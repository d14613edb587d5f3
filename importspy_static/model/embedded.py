"""What a module says in code of the modules that import it: ImportSpy's embedded mode."""

from __future__ import annotations

from importspy_static.lazy_dataclasses import dataclass
from importspy_static.model.place import Span

DEFAULT_CONTRACT = "spymodel.yml"
"""What ImportSpy reads where a call names no contract."""


@dataclass(frozen=True, slots=True)
class EmbeddedContract:
    """A call such as `Spy().importspy(filepath="spymodel.yml")`: who imports this module has to keep that contract.

    It counts wherever it stands, in functions and behind conditions too, but not where no target ever comes.
    """

    filepath: str | None
    """As the running program would spell it, made of what is written; None if that cannot be told."""
    relative: bool
    """Whether the path starts from the folder of the file that says so (`Path(__file__).parent / "spymodel.yml"`, of
    which `filepath` is "spymodel.yml"). Otherwise it is absolute or starts from the folder that a program runs in."""
    construct: str
    """The call as it is written, shortened."""
    span: Span
