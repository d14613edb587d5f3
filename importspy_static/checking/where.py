"""What the modules of a run are judged for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from importspy_static.lazy_dataclasses import dataclass, replace
from importspy_static.model.environment import HOST, Environment, Host
from importspy_static.model.installed import Installed
from importspy_static.model.target import Target


@dataclass(frozen=True)
class Where:
    """One host, or each deployment that a contract declares."""

    environment: Environment | Host | None = HOST
    """The host; None to leave it out, when conditions are decided as on this one."""
    every_deployment: bool = False
    show_values: bool = False
    """Whether messages may tell the text of environment variables of the host, though never of secrets."""
    searched: tuple[str, ...] | None = None
    """The search path of the modules, where it is told and not that of the host as a new process would have it."""

    @cached_property
    def target(self) -> Target:
        """The host, as far as a module can ask."""
        if isinstance(self.environment, Environment):
            return self.environment.target
        from importspy_static.probes.host import host_target

        return host_target()

    @property
    def looks_at_host(self) -> bool:
        """Whether there is one host that what is installed can be told of."""
        return self.environment is not None and not self.every_deployment

    @cached_property
    def installed(self) -> Installed | None:
        """The distributions of the host; None where no host is looked at."""
        if not self.looks_at_host:
            return None
        from importspy_static.probes.installed import installed_in, installed_on

        match self.environment:
            case Environment(inherited=False) | Environment(distributions=(*_,)) as there:
                return installed_in(there)
            case Environment(source=source):
                return installed_on(self.search_path(), source)
            case _:
                return installed_on(self.search_path(), HOST.value)

    def settled(self) -> Where:
        """The same, wherever it is asked from now on: this host with what is true of it now."""
        if self.environment is not HOST:
            return self
        from importspy_static.probing import probe

        return replace(self, environment=probe(distributions=False))

    def search_path(self) -> Sequence[str]:
        """The host's `sys.path`; empty where it is another machine's."""
        return self._search_path

    @cached_property
    def _search_path(self) -> Sequence[str]:
        if self.searched is not None:
            return self.searched
        from importspy_static.probing import probe

        match self.environment:
            case Environment(inherited=True, search_path=path):
                return path
            case Environment():
                return ()
            case _:
                return probe(distributions=False).search_path
