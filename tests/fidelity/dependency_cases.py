"""Modules with contracts on their dependencies, and the distributions around them, for this program and for ImportSpy.

The standard library only: the recorder runs where nothing else of this project is installed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

COMMIT = "0123456789abcdef0123456789abcdef01234567"
PYPROJECT = """
[project]
name = "acme"
version = "1.0"
dependencies = ["requests>=2.31", "Internal.Payment_SDK", "six; sys_platform == 'nowhere'"]
[project.optional-dependencies]
cli = ["typer[all]>=0.15"]
[dependency-groups]
dev = ["PyYAML", {include-group = "more"}]
more = []
"""


class Case(NamedTuple):
    """A module that is held to a contract, within a project."""

    module: str
    contract: str
    pyproject: str | None = PYPROJECT
    files: tuple[str, ...] = ()
    """Empty files beside it."""


def write(folder: Path, name: str, text: str = "") -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def install(site: Path, name: str, version: str, *files: str, **metadata: str) -> None:
    """A distribution of empty files, as pip leaves it behind; `metadata` are other files of its metadata."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    others = {key.replace("_json", ".json").replace("_txt", ".txt"): text for key, text in metadata.items()}
    known = {"METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "INSTALLER": "pip\n", **others}
    listed = [*files, *(f"{folder}/{each}" for each in (*known, "RECORD"))]
    for file in files:
        write(site, file)
    for key, text in known.items():
        write(site, f"{folder}/{key}", text)
    write(site, f"{folder}/RECORD", "".join(f"{each},,\n" for each in listed))


def origin(url: str, **kind: object) -> str:
    return json.dumps({"url": url, **kind})


def fill(site: Path, project: Path) -> None:
    """What is installed, and a project that is installed in place."""
    install(site, "requests", "2.32.3", "requests/__init__.py", "requests/api.py")
    install(site, "PyYAML", "6.0.2", "yaml/__init__.py", "_yaml/__init__.py")
    install(site, "typer", "0.15.4", "typer/__init__.py", "../../../bin/typer")
    install(site, "six", "1.16.0", "six.py")
    install(site, "google-cloud-storage", "2.18.0", "google/cloud/storage/__init__.py")
    install(site, "google-cloud-bigquery", "3.25.0", "google/cloud/bigquery/__init__.py")
    git = origin("https://u:p@GitHub.com:443/acme/payment-sdk.git/", vcs_info={"vcs": "git", "commit_id": COMMIT})
    install(site, "internal-payment-sdk", "3.1", "payment/__init__.py", direct_url_json=git)
    archive = origin("https://host/a-1.0.whl?x=1#sha256=0", archive_info={"hash": "sha256=0f"})
    install(site, "archive-tool", "1.0", "archived.py", direct_url_json=archive)
    install(site, "local-tool", "1.0", "local_tool.py", direct_url_json=origin("file:///src/local", dir_info={}))
    in_place = origin("file:///src/editable", dir_info={"editable": True})
    install(site, "editable-tool", "1.0", "_editable.pth", top_level_txt="editable_tool\n", direct_url_json=in_place)
    write(site, "_editable.pth", f"{project}\n")
    write(project, "editable_tool.py")
    install(site, "hatched-tool", "1.0", "_hatched.pth", direct_url_json=in_place)
    write(site, "_hatched.pth", f"{project}/hatched\n")
    write(project, "hatched/hatched_tool.py")
    install(site, "pre-tool", "2.0rc1", "pre_tool.py")
    install(site, "cuda-tool", "2.1+cu118", "cuda_tool.py")
    install(site, "legacy-tool", "1.0-really", "legacy_tool.py")
    install(site, "damaged-tool", "1.0", "damaged_tool.py", direct_url_json="{")
    install(site, "half-tool", "1.0", "half_tool.py", direct_url_json=origin("https://h/a", vcs_info={"vcs": "git"}))


def only(key: str, rule: str) -> str:
    return f'dependencies: {{"{key}": {{{rule}}}}}\n'


def options(**stated: str) -> str:
    return f"dependency_options: {{{', '.join(f'{key}: {each}' for key, each in stated.items())}}}\n"


README = """
schema_version: 1
dependencies:
  requests:
    version: ">=2.32,<3"
    declared: true
  internal-payment-sdk:
    origin:
      type: vcs
      repository: https://github.com/acme/payment-sdk
    editable: false
dependency_options:
  unresolved: deny
  undeclared: deny
  unlisted: deny
"""

CASES: dict[str, Case] = {
    # as its documentation has it
    "the readme, kept": Case("import requests, payment, json\n", README),
    "the readme, another distribution": Case("import requests, payment, typer\n", README),
    "the readme, only listed": Case("import json\n", README),
    "the first example": Case(
        "import yaml\nimport typer\n",
        'dependencies: {PyYAML: {allowed: true, version: ">=6"}, typer: {allowed: false}}',
    ),
    # allowed
    "allowed": Case("import typer\n", only("typer", "allowed: true")),
    "not allowed": Case("import typer\n", only("typer", "allowed: false")),
    "not allowed, and not imported": Case("import six\n", only("typer", "allowed: false")),
    "not allowed by another spelling": Case("import payment\n", only("Internal_Payment.SDK", "allowed: false")),
    "not allowed by the name of an import": Case("import yaml\n", only("yaml", "allowed: false")),
    "not allowed in a function": Case("def f():\n    import typer\n", only("typer", "allowed: false")),
    "not allowed in a branch": Case("import os\nif os.environ:\n    import typer\n", only("typer", "allowed: false")),
    "not allowed, from-import": Case("from requests.api import get\n", only("requests", "allowed: false")),
    "not allowed for type checkers": Case(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import typer\n", only("typer", "allowed: false")
    ),
    "not allowed on another system": Case(
        'import sys\nif sys.platform == "nowhere":\n    import typer\n', only("typer", "allowed: false")
    ),
    "not allowed by import_module": Case(
        'from importlib import import_module\nimport_module("typer")\n', only("typer", "allowed: false")
    ),
    "a computed import where something is not allowed": Case(
        "import sys\nfrom importlib import import_module\nimport_module(sys.argv[1])\n", only("typer", "allowed: false")
    ),
    "a computed import where all is allowed": Case(
        "import sys\nfrom importlib import import_module\nimport_module(sys.argv[1])\n", only("typer", "allowed: true")
    ),
    # unlisted
    "unlisted, denied": Case("import six\n", only("typer", "") + options(unlisted="deny")),
    "unlisted, not said": Case("import six\n", only("typer", "")),
    "unlisted, standard library": Case("import json, os.path, sys\n", options(unlisted="deny")),
    "unlisted, own": Case(
        "import helper\nfrom . import other\n", options(unlisted="deny"), files=("helper.py", "other.py")
    ),
    "a namespace, its owner listed": Case(
        "import google.cloud.storage\n", only("google-cloud-storage", "") + options(unlisted="deny")
    ),
    "a namespace, all listed": Case(
        "from google import cloud\n",
        "dependencies: {google-cloud-storage: {}, google-cloud-bigquery: {}}\n" + options(unlisted="deny"),
    ),
    "a namespace, one listed": Case(
        "from google import cloud\n", only("google-cloud-storage", "") + options(unlisted="deny")
    ),
    # unresolved
    "unresolved": Case("import nowhere\n", only("requests", "")),
    "unresolved, denied": Case("import nowhere\n", options(unresolved="deny")),
    "unresolved, allowed": Case("import nowhere\n", options(unresolved="allow")),
    "unresolved in a try": Case(
        "try:\n    import nowhere\nexcept ImportError:\n    pass\n", options(unresolved="deny")
    ),
    "unresolved in a handler that is not reached": Case(
        "try:\n    import json\nexcept ImportError:\n    import nowhere\n", options(unresolved="deny")
    ),
    "unresolved in a handler that is reached": Case(
        "try:\n    import nothing\nexcept ImportError:\n    import nowhere\n", options(unresolved="deny")
    ),
    "unresolved in a function": Case("def f():\n    import nowhere\n", options(unresolved="deny")),
    "unresolved for type checkers": Case(
        "import typing\nif typing.TYPE_CHECKING:\n    import nowhere\n", options(unresolved="deny")
    ),
    "unresolved beside it": Case("from .nowhere import f\n", options(unresolved="deny")),
    "a name of its own package": Case("from . import name\n", options(unresolved="deny"), files=("__init__.py",)),
    "installed in place by a path file alone": Case("import hatched_tool\n", options(unresolved="deny")),
    "installed in place": Case("import editable_tool\n", options(unresolved="deny")),
    "on the search path, of no distribution": Case("import stray\n", options(unresolved="deny")),
    "the name of a distribution": Case("import PyYAML\n", only("PyYAML", "")),
    # required
    "required": Case("import yaml\n", only("PyYAML", "required: true")),
    "required, not imported": Case("import json\n", only("PyYAML", "required: true")),
    "required, not installed": Case(
        "import nowhere\n", only("nowhere", "required: true") + options(unresolved="allow")
    ),
    "required, in a function": Case("def f():\n    import yaml\n", only("PyYAML", "required: true")),
    "required, for type checkers": Case(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import yaml\n", only("PyYAML", "required: true")
    ),
    "required import": Case("import json\n", only("import:json", "required: true")),
    "required import, not there": Case("import os\n", only("import:json", "required: true")),
    # imports by name
    "an import that is not allowed": Case("import subprocess\n", only("import:subprocess", "allowed: false")),
    "an import that is not allowed, below it": Case("from os.path import join\n", only("import:os", "allowed: false")),
    "an import of its own that is not allowed": Case(
        "import helper\n", only("import:helper", "allowed: false"), files=("helper.py",)
    ),
    "an import that is allowed, and unresolved": Case("import nowhere\n", only("import:nowhere", "allowed: true")),
    "an import that is not resolved, and not allowed": Case(
        "import nowhere\n", only("import:nowhere", "allowed: false") + options(unresolved="allow")
    ),
    "an import of a version": Case("import yaml\n", only("import:yaml", "version: '>=6'")),
    "an import of another version": Case("import yaml\n", only("import:yaml", "version: '>=7'")),
    "an import of a version that it cannot have": Case("import json\n", only("import:json", "version: '>=1'")),
    # version
    "version": Case("import requests\n", only("requests", "version: '>=2.32,<3'")),
    "version, too old": Case("import requests\n", only("requests", "version: '>=2.33'")),
    "version, a pre-release": Case("import pre_tool\n", only("pre-tool", "version: '>=1'")),
    "version, before the pre-release": Case("import pre_tool\n", only("pre-tool", "version: '>=2'")),
    "version, a local one": Case("import cuda_tool\n", only("cuda-tool", "version: '==2.1'")),
    "version, another local one": Case("import cuda_tool\n", only("cuda-tool", "version: '==2.1+cpu'")),
    "version, of no form": Case("import legacy_tool\n", only("legacy-tool", "version: '>=0'")),
    "version, of no form, not asked": Case("import legacy_tool\n", only("legacy-tool", "")),
    # declared
    "declared": Case("import requests\n", only("requests", "declared: true")),
    "declared in an extra": Case("import typer\n", only("typer", "declared: true")),
    "declared in a group": Case("import yaml\n", only("PyYAML", "declared: true")),
    "declared for other systems": Case("import six\n", only("six", "declared: true")),
    "declared nowhere": Case("import archived\n", only("archive-tool", "declared: true")),
    "declared, and should not be": Case("import requests\n", only("requests", "declared: false")),
    "not declared, as it should": Case("import archived\n", only("archive-tool", "declared: false")),
    "undeclared, denied": Case("import archived\n", options(undeclared="deny")),
    "undeclared, denied, declared": Case("import requests\n", options(undeclared="deny")),
    "undeclared, allowed": Case("import archived\n", options(undeclared="allow")),
    "declared, dynamic": Case(
        "import requests\n",
        only("requests", "declared: true"),
        "[project]\nname='a'\ndynamic=['version','dependencies']\n",
    ),
    "declared, other extras dynamic": Case(
        "import requests\n",
        only("requests", "declared: true"),
        "[project]\nname='a'\ndependencies=['requests']\ndynamic=['optional-dependencies']\n",
    ),
    "declared, no project": Case("import requests\n", only("requests", "declared: true"), "[tool.other]\na = 1\n"),
    "not declared, no project": Case("import requests\n", only("requests", "declared: false"), "[tool.other]\na = 1\n"),
    "undeclared, no project": Case("import requests\n", options(undeclared="deny"), "[tool.other]\na = 1\n"),
    "declared to Poetry": Case(
        "import yaml\n", only("PyYAML", "declared: true"), "[tool.poetry.dependencies]\npython='^3.10'\npyyaml='*'\n"
    ),
    "not declared to Poetry": Case(
        "import six\n", only("six", "declared: true"), "[tool.poetry.dependencies]\npython='^3.10'\npyyaml='*'\n"
    ),
    "declared by what is no requirement": Case(
        "import requests\n", only("requests", "declared: true"), "[project]\nname='a'\ndependencies=['???']\n"
    ),
    # origin
    "origin, version control": Case("import payment\n", only("internal-payment-sdk", "origin: {type: vcs}")),
    "origin, version control, not so": Case("import requests\n", only("requests", "origin: {type: vcs}")),
    "origin, an archive": Case("import archived\n", only("archive-tool", "origin: {type: archive}")),
    "origin, local": Case("import local_tool\n", only("local-tool", "origin: {type: local}, editable: false")),
    "origin, local, not so": Case("import payment\n", only("internal-payment-sdk", "origin: {type: local}")),
    "origin, unknown": Case("import requests\n", only("requests", "origin: {type: unknown}")),
    "origin, unknown, damaged": Case("import damaged_tool\n", only("damaged-tool", "origin: {type: unknown}")),
    "origin, of no commit": Case("import half_tool\n", only("half-tool", "origin: {type: vcs}")),
    "origin, an index": Case("import requests\n", only("requests", "origin: {type: index}")),
    "origin, an index, not so": Case("import payment\n", only("internal-payment-sdk", "origin: {type: index}")),
    "origin, an index, damaged": Case("import damaged_tool\n", only("damaged-tool", "origin: {type: index}")),
    "origin, a repository": Case(
        "import payment\n",
        only("internal-payment-sdk", "origin: {repository: 'https://github.com/acme/payment-sdk.git'}"),
    ),
    "origin, another repository": Case(
        "import payment\n", only("internal-payment-sdk", "origin: {repository: 'https://github.com/evil/payment-sdk'}")
    ),
    "origin, a repository by ssh": Case(
        "import payment\n",
        only("internal-payment-sdk", "origin: {repository: 'ssh://git@github.com/acme/payment-sdk'}"),
    ),
    "origin, the URL of a repository": Case(
        "import payment\n", only("internal-payment-sdk", "origin: {url: 'https://github.com/acme/payment-sdk'}")
    ),
    "origin, a URL": Case("import archived\n", only("archive-tool", "origin: {url: 'https://HOST/a-1.0.whl'}")),
    "origin, another URL": Case("import archived\n", only("archive-tool", "origin: {url: 'http://host/a-1.0.whl'}")),
    "origin, a commit": Case("import payment\n", only("internal-payment-sdk", f"origin: {{commit: '{COMMIT}'}}")),
    "origin, a commit in capitals": Case(
        "import payment\n", only("internal-payment-sdk", f"origin: {{commit: '{COMMIT.upper()}'}}")
    ),
    "origin, another commit": Case(
        "import payment\n", only("internal-payment-sdk", f"origin: {{commit: '{'f' * 40}'}}")
    ),
    "origin, the beginning of a commit": Case(
        "import payment\n", only("internal-payment-sdk", f"origin: {{commit: '{COMMIT[:12]}'}}")
    ),
    # editable
    "editable": Case("import editable_tool\n", only("editable-tool", "editable: true")),
    "editable, and should not be": Case("import editable_tool\n", only("editable-tool", "editable: false")),
    "not editable, from version control": Case("import payment\n", only("internal-payment-sdk", "editable: false")),
    "not editable, and should be": Case("import local_tool\n", only("local-tool", "editable: true")),
    "not editable, from an index": Case("import requests\n", only("requests", "editable: false")),
}


def lay_out(folder: Path, case: Case) -> tuple[Path, Path]:
    """The module of a case and its contract, in a project of their own."""
    for name in case.files:
        write(folder, name)
    if case.pyproject is not None:
        write(folder, "pyproject.toml", case.pyproject)
    write(folder, "subject.py", case.module)
    write(folder, "spymodel.yml", case.contract)
    return folder / "subject.py", folder / "spymodel.yml"
