"""The settings of a run: one table of them, and what each comes to.

A flag wins over the variable, the variable over the configuration, that over the default. The key and the variable of a
setting are the name of its option: `--fail-on`, `fail-on`, `IMPORTSPY_STATIC_FAIL_ON`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from importspy_static.cli import choices
from importspy_static.cli.nearest import did_you_mean, nearest
from importspy_static.cli.status import RefusalError
from importspy_static.configuration import keys
from importspy_static.limits import JOBS
from importspy_static.model.violation import SEVERITIES
from importspy_static.report.formats import FORMATS
from importspy_static.report.visible import visible

if TYPE_CHECKING:
    from importspy_static.configuration.settings import Configuration, SettingPlace
    from importspy_static.model.violation import SeverityLevel

PREFIX = "IMPORTSPY_STATIC_"
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
Kind: TypeAlias = Literal["boolean", "word", "text", "paths", "codes", "severities", "reports", "count"]
Value: TypeAlias = "bool | int | str | tuple[str, ...] | Mapping[str, SeverityLevel] | None"


class Setting(NamedTuple):
    """An option that the environment may set and, unless `keys.REFUSED` says why not, the configuration."""

    name: str
    kind: Kind
    default: Value = None
    words: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        return f"--{self.name}"

    @property
    def revoking(self) -> str:
        """The flag that says the contrary."""
        return f"--{self.name.removeprefix('no-')}" if self.name.startswith("no-") else f"--no-{self.name}"

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper().replace("-", "_")

    @property
    def parameter(self) -> str:
        """What Python calls it."""
        return self.name.replace("-", "_")

    @property
    def is_key(self) -> bool:
        return self.name in keys.KEYS


TABLE = (
    Setting("spymodel", "text"),
    Setting("environment", "text", "host"),
    Setting("python", "text"),
    Setting("every-deployment", "boolean", False),
    Setting("show-values", "boolean", False),
    Setting("deep", "boolean", False),
    Setting("select", "codes", ()),
    Setting("ignore", "codes", ()),
    Setting("severity", "severities", MappingProxyType({})),
    Setting("fail-on", "word", "error", SEVERITIES),
    Setting("baseline", "text"),
    Setting("changed", "text"),
    Setting("dry-run", "boolean", False),
    Setting("config", "text"),
    Setting("isolated", "boolean", False),
    Setting("root", "paths", ()),
    Setting("exclude", "paths"),
    Setting("extend-exclude", "paths", ()),
    Setting("force-exclude", "boolean", False),
    Setting("respect-gitignore", "boolean", True),
    Setting("output-format", "word", "full", tuple(FORMATS)),
    Setting("output-file", "text"),
    Setting("report", "reports", ()),
    Setting("no-progress", "boolean", False),
    Setting("color", "word", "auto", keys.COLORS),
    Setting("quiet", "boolean", False),
    Setting("verbose", "boolean", False),
    Setting("log-level", "word", "warning", keys.LOG_LEVELS),
    Setting("jobs", "count"),
    Setting("cache-dir", "text"),
    Setting("no-cache", "boolean", False),
)
"""In the order in which they are shown."""

EXCEPTED = MappingProxyType(
    {
        "dist": "names what is checked, as PATH does",
        "write-baseline": "is for the one run after which all that was found is known",
        "stdin-filename": "says what the standard input of this one run is",
        "show-settings": "asks another question than whether contracts are kept",
        "show-files": "asks another question than whether contracts are kept",
        "help": "asks another question than whether contracts are kept",
    }
)
"""Options of `check` that neither a file nor a variable sets, each with the reason."""

BY_NAME = MappingProxyType({setting.name: setting for setting in TABLE})
OF_ANY_COMMAND = ("color", "log-level", "no-progress", "quiet")
OF_EXTRACTION = ("jobs", "cache-dir", "no-cache")
OF_A_PROJECT = (
    *OF_ANY_COMMAND,
    *("environment", "python", "every-deployment", "config", "isolated"),
    *("root", "exclude", "extend-exclude", "force-exclude", "respect-gitignore"),
)
"""Settings that mean the same to every command that looks at projects."""
OF_TWO_SIDES = (*OF_ANY_COMMAND, *OF_EXTRACTION, "environment", "python")
OF_VERDICTS = (*OF_A_PROJECT, *OF_EXTRACTION, "spymodel", "select", "ignore", "severity", "fail-on")


class Origin(NamedTuple):
    """Where a setting is from."""

    kind: Literal["flag", "variable", "configuration", "default"]
    name: str = ""
    """The flag, the variable, the key."""
    place: SettingPlace | None = None
    """In the configuration."""


class Stated(NamedTuple):
    """A setting as one place says it."""

    value: Value
    origin: Origin


class Settings:
    """What the command line, the environment and the configuration say, each of them looked at in this order."""

    def __init__(
        self, flags: Mapping[str, Stated], variables: Mapping[str, Stated], found: Configuration | None = None
    ) -> None:
        self.flags, self.variables, self.found = flags, variables, found

    def over(self, found: Configuration | None) -> Settings:
        """The same with a configuration."""
        return Settings(self.flags, self.variables, found)

    def asked(self, name: str) -> Stated | None:
        """What a flag says, else the variable; None if neither does."""
        return self.flags.get(name) or self.variables.get(name)

    def stated(self, name: str) -> Stated:
        """What holds. NO_COLOR and FORCE_COLOR are of the environment, so what a file says of colours is under them."""
        setting = BY_NAME[name]
        general = next(filter(os.environ.get, ("NO_COLOR", "FORCE_COLOR")), None)
        if name == "color" and general is not None:
            return self.asked(name) or Stated("auto", Origin("variable", general))
        return self.asked(name) or self._configured(setting) or Stated(setting.default, Origin("default"))

    def boolean(self, name: str) -> bool:
        return bool(self.stated(name).value)

    def word(self, name: str) -> str:
        return cast(str, self.stated(name).value)

    def text(self, name: str) -> str | None:
        return cast("str | None", self.stated(name).value)

    def count(self, name: str) -> int | None:
        return cast("int | None", self.stated(name).value)

    def texts(self, name: str) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self.stated(name).value)

    @property
    def severities(self) -> Mapping[str, SeverityLevel]:
        """Those of the flags, else of the variable. That of the configuration are asked after those of paths."""
        asked = self.asked("severity")
        return cast("Mapping[str, SeverityLevel]", {} if asked is None else asked.value)

    @property
    def isolated(self) -> bool:
        """Whether there is no configuration: a flag that names one wins over the variable."""
        return self.boolean("isolated") and ("isolated" in self.flags or "config" not in self.flags)

    @property
    def color(self) -> str:
        """One of `keys.COLORS`."""
        return self.word("color")

    @property
    def hosts(self) -> Mapping[str, Stated]:
        """The host that is named: `environment`, `python` and `every-deployment` are answers to one question, so one of
        them on the command line takes the place of all of them elsewhere. `--no-every-deployment` only revokes.

        Raises:
            RefusalError: two are named in one place.
        """
        is_revoked = False
        for level in (self.flags, self.variables, self._configured_hosts()):
            named = {name: level[name] for name in keys.HOSTS if name in level}
            every = named.pop("every-deployment", None)
            if every is not None and every.value and not is_revoked:
                named["every-deployment"] = every
            is_revoked = is_revoked or (every is not None and not every.value)
            if len(named) > 1 and "environment" in named and named["environment"].value == "host":
                del named["environment"]
            if len(named) > 1:
                labels = " and ".join(map(_label, named.values()))
                raise RefusalError(f"{labels} exclude each other", "each names a host of its own")
            if named:
                return named
        return {}

    def _configured_hosts(self) -> dict[str, Stated]:
        found = {name: self._configured(BY_NAME[name]) for name in keys.HOSTS}
        return {name: stated for name, stated in found.items() if stated is not None}

    def _configured(self, setting: Setting) -> Stated | None:
        if self.found is None or not setting.is_key or setting.name not in self.found.places:
            return None
        value = getattr(self.found, setting.parameter)
        return Stated(value, Origin("configuration", setting.name, self.found.places[setting.name]))


def _label(stated: Stated) -> str:
    """How a host was named."""
    shown = f" {visible(stated.value)}" if stated.origin.name == "--environment" else ""  # type: ignore[arg-type]
    return stated.origin.name + shown


def settings_of(
    flags: Mapping[str, object], environment: Mapping[str, str], names: Iterable[str] = BY_NAME
) -> Settings:
    """What flags and variables say.

    Args:
        flags: the arguments of a command by their names in Python; None is one that is not given. Others are left out.
        environment: the variables; of those that are not ours no value is looked at.
        names: the settings of the command.

    Raises:
        RefusalError: a flag or a variable is not right.
    """
    asked = [BY_NAME[name] for name in names]
    given = {each.name: flags[each.parameter] for each in asked if flags.get(each.parameter) is not None}
    set_ = {each.name: environment[each.variable] for each in asked if environment.get(each.variable, "").strip()}
    return Settings(
        {
            name: Stated(_of_flag(BY_NAME[name], value), Origin("flag", _flag(BY_NAME[name], value)))
            for name, value in given.items()
        },
        {
            name: Stated(_of_variable(BY_NAME[name], text), Origin("variable", BY_NAME[name].variable))
            for name, text in set_.items()
            if name not in given
        },
    )


def misspelt(environment: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Variables that have our prefix and are none of ours, but nearly, each with the one that was probably meant."""
    known = [setting.variable.removeprefix(PREFIX) for setting in TABLE]
    ours = (name for name in sorted(environment) if name.startswith(PREFIX))
    for name in ours:
        word = name.removeprefix(PREFIX)
        if word not in known and (meant := nearest(word, known)):
            yield name, PREFIX + meant


def _flag(setting: Setting, given: object) -> str:
    return setting.revoking if given is False else setting.flag


def _of_flag(setting: Setting, given: object) -> Value:
    match setting.kind:
        case "word":
            return choices.one_of(str(given), setting.words, setting.flag)
        case "paths":
            return tuple(cast("Sequence[str]", given))
        case "codes":
            return choices.selectors(cast("Sequence[str]", given), setting.flag)
        case "severities":
            return choices.severities(cast("Sequence[str]", given), setting.flag)
        case "reports":
            return choices.reports(cast("Sequence[str]", given), setting.flag)
        case "count":
            return choices.count(str(given), JOBS, setting.flag)
        case _:
            return cast("bool | str", given)


def _of_variable(setting: Setting, text: str) -> Value:
    """Several codes are told apart by commas, several paths as in PATH."""
    name = setting.variable
    parsed: dict[Kind, Callable[[], Value]] = {
        "boolean": lambda: _boolean(text, name),
        "word": lambda: choices.one_of(text, setting.words, name),
        "text": lambda: text,
        "paths": lambda: tuple(each for each in text.split(os.pathsep) if each),
        "codes": lambda: choices.selectors([text], name),
        "severities": lambda: choices.severities([text], name),
        "count": lambda: choices.count(text, JOBS, name),
        "reports": lambda: choices.reports([each for each in text.split(os.pathsep) if each], name),
    }
    value = parsed[setting.kind]()
    if value in ((), {}):
        raise RefusalError(f"{name}: {visible(text)!r} names nothing", "unset it, or give it something to say")
    return value


def _boolean(text: str, name: str) -> bool:
    word = text.strip().casefold()
    if word in TRUE or word in FALSE:
        return word in TRUE
    known = (*TRUE, *FALSE)
    raise RefusalError(
        f"{name}: {visible(text)!r} is not one of {', '.join(known)}", did_you_mean(nearest(word, known))
    )
