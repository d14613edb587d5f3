"""SPY505 to SPY507 and SPY807: variables and secrets of the environment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importspy_static.checks.undecided import Undecided
from importspy_static.lazy_dataclasses import dataclass, field
from importspy_static.model.contract import EnvironmentVariableRequirement
from importspy_static.model.environment import HOST, Environment
from importspy_static.model.environment_text import TYPES, fits_text
from importspy_static.model.place import Stated
from importspy_static.model.violation import Violation


@dataclass(frozen=True, kw_only=True)
class OfDeployment(Violation):
    """What a host lacks for a deployment."""

    host: str = ""
    """The host, where it is not this one."""
    closest: str = ""
    """The deployment that this one of several failed in, as the one that comes closest."""
    deployments: int = 1
    """How many deployments there are, none of which holds."""

    @property
    def message(self) -> str:
        where = f" in {self.host}" if self.host else ""
        return f"{self.symbol}: {self.reason}{where}{closest_of(self.deployments, self.closest)}"

    @property
    def reason(self) -> str:
        """What was promised, and what is there."""
        return f"should be '{self.expected}', found '{self.actual}'"


def closest_of(deployments: int, closest: str, holds: str = "holds") -> str:
    """What a message says of the other alternatives."""
    return f"; none of {deployments} deployments {holds}, {closest} is the closest" if deployments > 1 else ""


@dataclass(frozen=True, kw_only=True)
class MissingEnvironmentVariable(
    OfDeployment,
    code="SPY505",
    name="missing-environment-variable",
    title="Missing Environment Variable",
    remedy="Set the variable where the module runs, or take it out of the contract.",
):
    """The host has no environment variable of this name.

    A variable that is set to an empty text is there. On Windows the case of the name does not count.

    ```yaml
    environment:
      variables: [{name: LOG_LEVEL}]
    ```
    """

    @property
    def reason(self) -> str:
        return "the environment variable is not set"


@dataclass(frozen=True, kw_only=True)
class InvalidEnvironmentVariable(
    OfDeployment,
    code="SPY506",
    name="invalid-environment-variable",
    title="Invalid Environment Variable",
    remedy="Set the variable to what the contract asks for, or change `value` or `annotation` in the contract.",
):
    """An environment variable is set, but not to what the contract asks for.

    Variables are text. Without `annotation`, or with `str`, the text must be equal to `value`. With `bool` the words
    `true`, `1`, `yes` and `on` are one, and `false`, `0`, `no` and `off`, in any case. With `int` or `float` numbers
    are compared: `08080` is 8080. Without `value`, the text must be one of the type.

    **The text of the variable is never shown**, as it may be a password. `--show-values` shows it, but not that of a
    name that the contract lists under `secrets`.

    ```yaml
    environment:
      variables: [{name: LOG_LEVEL, value: INFO}]
    ```
    """

    annotation: str | None = None
    """The type that the text is compared as, where it is no text."""

    @property
    def reason(self) -> str:
        found = f"found '{self.actual}'" if self.actual is not None else "found another text"
        return f"{promised(self.expected, self.annotation)}, {found}"


def promised(text: str | None, annotation: str | None) -> str:
    """What a contract says of the text of a variable."""
    if text is None:
        return f"should be of type '{annotation}'"
    return f"should be '{text}' ({annotation})" if annotation else f"should be '{text}'"


@dataclass(frozen=True, kw_only=True)
class MissingSecret(
    OfDeployment,
    code="SPY507",
    name="missing-secret",
    title="Missing Environment Variable: secret",
    remedy="Provide the secret where the module runs, or take it out of the contract.",
):
    """The host has no environment variable of the name of a secret.

    Only whether it is there is looked at. The text of a secret is never read, compared, shown or kept.

    ```yaml
    environment:
      secrets: [DATABASE_PASSWORD]
    ```
    """

    @property
    def reason(self) -> str:
        return "the secret is not set"


@dataclass(frozen=True, kw_only=True)
class UnknownEnvironment(
    Undecided,
    code="SPY807",
    name="unknown-environment",
    title="Undecided: unknown environment",
    remedy="Check on the host itself, or probe it again with `--show-values -s CONTRACT`, so that the text is known.",
):
    """The contract asks what the facts of the host do not tell: the text of a variable, or what an import leads to.

    **Variables.** The contract asks for the text of an environment variable, and the snapshot has only its name.
    A snapshot holds the names of the variables of a host, and no text, so that it can be kept and passed on without
    thinking of passwords. So it can tell that a variable is missing, but not what it is set to.

    **What to do.** `probe -s spymodel.yml --show-values -f json` writes the texts of the variables that the contract
    states, but never of its secrets. Or check on the host itself.

    **Distributions.** The contract speaks of `dependencies`, and it is not known what is installed, or which modules a
    distribution has: the snapshot was made without looking (`--no-distributions`), or by an older probe; or the
    metadata of a distribution list no files. An import that leads to none of the others may lead to this one.

    **What to do.** Probe the host again. A distribution without such a list was put there by hand, or by a system's
    package manager; install it as usual, or lower the severity of SPY807.
    """

    annotation: str | None = None
    deployments: int = 1
    closest: str = ""

    @property
    def _reason(self) -> str:
        unknown = f"{promised(self.expected, self.annotation)}, but {self.construct} does not tell its text"
        return f"{unknown}{closest_of(self.deployments, self.closest, 'is known to hold')}"


@dataclass(frozen=True, slots=True)
class Judging:
    """A host, and what may be said of it."""

    environment: Environment
    show_values: bool = False
    secrets: frozenset[str] = field(default_factory=frozenset)
    """Names whose text is not shown even then."""

    @property
    def host(self) -> str:
        """How messages name the host: not at all if it is the one that they are read on."""
        return "" if self.environment.source == HOST.value else self.environment.source

    def shown(self, name: str) -> str | None:
        """The text of a variable if it may be shown."""
        hidden = not self.show_values or name.upper() in {each.upper() for each in self.secrets}
        return None if hidden else self.environment.value(name)


def check_variables(judging: Judging, variables: Sequence[EnvironmentVariableRequirement]) -> Iterator[Violation]:
    """What is wrong with the variables of a host, in the order of the contract."""
    environment = judging.environment
    for variable in variables:
        if not environment.has(variable.name):
            yield MissingEnvironmentVariable(
                symbol=variable.name, contract_place=variable.place, host=judging.host, expected=variable.name
            )
        else:
            yield from _check_text(judging, variable)


def _check_text(judging: Judging, variable: EnvironmentVariableRequirement) -> Iterator[Violation]:
    annotation = variable.annotation.value.strip() if variable.annotation else "str"
    kind = annotation if annotation in TYPES else None
    asked = variable.value or (variable.annotation if kind else None)
    if asked is None:
        return
    required = None if variable.value is None else str(variable.value.value)
    text = judging.environment.value(variable.name)
    if text is None:
        yield UnknownEnvironment(
            symbol=variable.name,
            contract_place=asked.place,
            construct=judging.environment.source,
            expected=required,
            annotation=kind,
        )
    elif not fits_text(text, annotation, required):
        yield InvalidEnvironmentVariable(
            symbol=variable.name,
            contract_place=asked.place,
            expected=required,
            annotation=kind,
            actual=judging.shown(variable.name),
            host=judging.host,
        )


def check_secrets(judging: Judging, secrets: Sequence[Stated[str]]) -> Iterator[Violation]:
    """The secrets that a host lacks."""
    for secret in secrets:
        if not judging.environment.has(secret.value):
            yield MissingSecret(
                symbol=secret.value, contract_place=secret.place, host=judging.host, expected=secret.value
            )
