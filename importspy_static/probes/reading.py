"""From untrusted JSON to the facts of a host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from importspy_static.limits import ENVIRONMENT_PROBLEMS
from importspy_static.model.environment import ORIGINS, SCHEMA_VERSION, Distribution, Environment, Libc
from importspy_static.model.platforms import INTERPRETERS, canonical
from importspy_static.model.target import PythonVersion
from importspy_static.probes import script
from importspy_static.probes.fields import Fields, kind, short, wrong_text
from importspy_static.probes.problems import ProbeError

REMEDY = "write it again: `importspy-static probe --script > probe.py`, then `python -I - < probe.py > FILE` there"


_KEYS = (
    "schema_version architecture os interpreter version machine system platform os_name implementation pointer_width"
    " byte_order libc platform_tags search_path variables values distributions"
).split()

_OF_DISTRIBUTION = ("name", "version", "origin", "url", "editable", "commit", "modules")

JUDGEMENT = "judgement"
"""What `probe -s CONTRACT` adds. It is about a contract as it was then, so it is not read."""

_SYSTEMS = {
    "win32": ("windows",),
    "darwin": ("darwin",),
    "linux": ("linux", "android"),  # as Python called Android before 3.13
    "linux2": ("linux", "android"),
}
"""The systems that a `sys.platform` belongs to, of those that are certain."""


def environment_of(record: object, source: str, problems: Iterable[str] = ()) -> Environment:
    """The facts that a JSON form tells, as `Environment.to_dict` writes it.

    Args:
        record: what was read; of any shape.
        source: where from, for messages.
        problems: what is wrong with it already.

    Raises:
        ProbeError: with everything that is wrong with it.
    """
    found = list(problems)
    if not isinstance(record, dict):
        raise ProbeError(source, *found, f"expected an object, found {kind(record)}", remedy=REMEDY)
    if newer := _newer(record.get("schema_version")):
        raise ProbeError(source, newer, remedy="read it with that version, or write it again with this one")
    if not any(key in record for key in _KEYS):
        raise ProbeError(source, *found, "it is not what a probe writes: it has none of its keys", remedy=REMEDY)
    facts = {key: record[key] for key in record if key != JUDGEMENT}
    environment = _environment(Fields(facts, "", found, _KEYS), source)
    if found:
        more = [f"and {len(found) - ENVIRONMENT_PROBLEMS} more problems"] if len(found) > ENVIRONMENT_PROBLEMS else []
        raise ProbeError(source, *found[:ENVIRONMENT_PROBLEMS], *more, remedy=REMEDY)
    return environment


def _newer(version: object) -> str | None:
    if not isinstance(version, int) or isinstance(version, bool) or version <= SCHEMA_VERSION:
        return None
    return f"schema_version: was written by a newer version: {version}; this one reads {SCHEMA_VERSION}"


def _environment(fields: Fields, source: str) -> Environment:
    fields.choice("schema_version", (SCHEMA_VERSION,))
    environment = Environment(
        source=source,
        architecture=script.architecture_of(fields.text("architecture")),
        os=script.os_of(fields.text("os")),
        interpreter=script.interpreter_of(fields.text("interpreter")),
        version=_version(fields),
        machine=fields.text("machine"),
        system=fields.text("system"),
        platform=fields.text("platform"),
        os_name=fields.text("os_name"),
        implementation=fields.text("implementation"),
        pointer_width=fields.choice("pointer_width", (32, 64)),
        byte_order=fields.choice("byte_order", ("little", "big")),
        libc=_libc(fields),
        platform_tags=fields.texts("platform_tags", "texts", wrong_text),
        search_path=fields.texts("search_path", "folders", wrong_text),
        variables=_variables(fields),
        values=_values(fields),
        distributions=_distributions(fields),
    )
    _note_contradictions(environment, fields)
    return environment


def _version(fields: Fields) -> PythonVersion:
    version = fields.nested("version", ("major", "minor", "micro", "releaselevel", "serial"))
    if version is None:
        return (0, 0, 0, "final", 0)
    level = version.choice("releaselevel", ("alpha", "beta", "candidate", "final"))
    return (version.number("major"), version.number("minor"), version.number("micro"), level, version.number("serial"))


def _libc(fields: Fields) -> Libc | None:
    libc = None if fields.is_null("libc") else fields.nested("libc", ("name", "version"))
    return None if libc is None else Libc(libc.choice("name", ("glibc", "musl")), libc.text("version", empty=False))


def _variables(fields: Fields) -> frozenset[str]:
    names = fields.texts("variables", "names", _wrong_name)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice and fields.sound("variables"):
        fields.wrong("variables", f"'{short(twice[0])}' is given twice")
    return frozenset(names)


def _wrong_name(name: object) -> str | None:
    """What is wrong with the name of a variable. What stands behind `=` may be a secret and is not told."""
    wrong = wrong_text(name, empty=False)
    if wrong is None and isinstance(name, str) and ("=" in name or "\0" in name):
        return "is no name of a variable: it holds '=' or NUL"
    return wrong


def _values(fields: Fields) -> dict[str, str]:
    values = fields.nested("values", None)
    return {} if values is None else {name: values.text(name) for name in values}


def _distributions(fields: Fields) -> tuple[Distribution, ...] | None:
    if fields.is_null("distributions"):
        return None
    return tuple(
        Distribution(
            name=each.text("name", empty=False),
            version=each.text("version", empty=False),
            origin=each.choice("origin", ORIGINS),
            url=each.text_or_null("url"),
            editable=each.boolean("editable"),
            commit=each.text_or_null("commit") if "commit" in each else None,
            modules=_modules(each),
        )
        for each in fields.objects("distributions", _OF_DISTRIBUTION)
    )


def _modules(fields: Fields) -> tuple[str, ...] | None:
    """What a distribution brings. Older probes did not tell."""
    if "modules" not in fields or fields.is_null("modules"):
        return None
    return fields.texts("modules", "names", lambda name: wrong_text(name, empty=False))


def _note_contradictions(environment: Environment, fields: Fields) -> None:
    """What no host tells of itself. Only what is certain: an unknown Python may be odd."""
    host = environment
    if fields.sound("architecture", "machine") and host.architecture != script.architecture_of(host.machine):
        fields.wrong("architecture", "does not fit 'machine'")
    if fields.sound("os", "system") and host.os != script.os_of(host.system):
        fields.wrong("os", "does not fit 'system'")
    if fields.sound("os", "system", "platform") and host.os and host.os not in _SYSTEMS.get(host.platform, (host.os,)):
        fields.wrong("platform", "does not fit 'os'")
    if fields.sound("os", "system", "os_name") and host.os_name == "nt" and host.os != "windows":
        fields.wrong("os_name", "does not fit 'os'")
    own = canonical(host.implementation, INTERPRETERS) if fields.sound("implementation", "interpreter") else None
    if own is not None and host.interpreter in INTERPRETERS and host.interpreter != own:
        fields.wrong("interpreter", "does not fit 'implementation'")
    if fields.sound("values", "variables"):
        for name in sorted(host.values.keys() - host.variables):
            fields.wrong("values", f"'{short(name.partition('=')[0])}' is not among 'variables'")
