"""What is asked: twenty packages that nobody wrote for this program, and the standard library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from importlib import metadata
from importlib.util import find_spec

ASKED: Mapping[str, Sequence[str]] = {
    "attrs": ["attr", "attrs", "attr.*"],
    "boltons": ["boltons.*"],
    "cattrs": ["cattrs", "cattrs.*", "cattrs.gen", "cattrs.strategies", "cattrs.preconf.json"],
    "click": ["click", "click.*"],
    "django": [
        "django",
        "django.core.*",
        "django.db.models",
        "django.dispatch",
        "django.forms",
        "django.http",
        "django.shortcuts",
        "django.template",
        "django.test:Client",
        "django.urls",
        "django.views",
        "django.views.generic",
    ],
    "docutils": ["docutils", "docutils.*", "docutils.readers.*", "docutils.writers.*", "docutils.transforms.*"],
    "flask": ["flask", "flask.*", "flask.sansio.scaffold:Scaffold"],
    "httpx": ["httpx"],
    "jinja2": ["jinja2", "jinja2.*"],
    "marshmallow": ["marshmallow", "marshmallow.*"],
    "networkx": ["networkx.classes.*", "networkx.exception", "networkx.convert", "networkx.algorithms.*"],
    "packaging": ["packaging.*"],
    "pydantic": ["pydantic", "pydantic.*"],
    "pygments": ["pygments", "pygments.*", "pygments.formatters.*", "pygments.styles.*"],
    "requests": ["requests", "requests.*"],
    "rich": ["rich", "rich.*"],
    "sqlalchemy": ["sqlalchemy", "sqlalchemy.orm", "sqlalchemy.exc"],
    "starlette": ["starlette.*", "starlette.middleware.*"],
    "tornado": ["tornado.*"],
    "werkzeug": ["werkzeug", "werkzeug.*", "werkzeug.datastructures", "werkzeug.routing", "werkzeug.middleware.*"],
}
"""By package: modules, of which all public classes, functions and constants are asked; `package.*`, all public modules
in it, of which those are asked that they define; and names that lie deeper."""
SAMPLE: Mapping[str, float] = {
    "attrs": 0.35,
    "boltons": 0.07,
    "cattrs": 0.04,
    "click": 0.02,
    "flask": 0.08,
    "httpx": 0.09,
    "jinja2": 0.06,
    "marshmallow": 0.10,
    "packaging": 0.01,
    "pydantic": 0.10,
    "requests": 0.03,
    "rich": 0.01,
    "starlette": 0.09,
    "tornado": 0.01,
    "werkzeug": 0.05,
}
"""Those that the tests ask, with the share of questions that may be left undecided. All of them take minutes."""
MODULES = {"attrs": "attr"}
"""Packages whose module is not called as they are."""
OTHERWISE: Mapping[str, str] = {
    "django.*:*.class_lookups": "set on the class when another module registers the first lookup of its fields",
    "django.*:*.creation_counter": "counted up with each field that is made",
    "sqlalchemy*:*.dispatch": "set on the class when another module declares the events of it",
    "sqlalchemy.orm:KeyFuncDict.popitem": "replaced when another module prepares the class for instrumentation",
    "sqlalchemy.orm:KeyFuncDict.setdefault": "the same",
    "sqlalchemy.orm:MappedCollection.popitem": "the same class by its older name",
    "sqlalchemy.orm:MappedCollection.setdefault": "the same",
    "inspect:Parameter.__init__": "its defaults are the mark by which `inspect` tells that there is none",
    "inspect:Signature.__init__": "the same",
    "typing:NamedTuple": "a function that makes classes: known as the base that it is used as",
    "typing:TypedDict": "the same",
    "contextvars:Context": "its stub has `Mapping` among its bases, which it looks like only",
    "ctypes*:c_*p.from_param": "only its stub has it",
    "io:IOBase.read": "the same",
    "io:IOBase.write": "the same",
    "multiprocessing.reduction:ForkingPickler.reducer_override": "the same",
    "pickle:Pickler.reducer_override": "the same",
    "*:FileIO.name": "its stub has for the class what instances have",
    "*:StringIO.name": "the same",
    "zipimport:zipimporter.*_module": "frozen without annotations, which its stub has",
}
"""What `inspect` is not the judge of, as patterns of `module:name.member`, and why."""


def is_left_out(symbol: str) -> bool:
    return any(fnmatchcase(symbol, pattern) for pattern in OTHERWISE)


def absent() -> list[str]:
    """The packages of the sample that are not installed."""
    return [name for name in SAMPLE if find_spec(MODULES.get(name, name)) is None]


def version(package: str) -> str:
    return metadata.version(package)
