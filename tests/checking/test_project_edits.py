"""A project edited in one file: the verdicts of all others follow, as Python says that they must.

After each edit the modules of the project are imported in a process of their own, and the objects asked for what each
contract promises (`projects_truth.py`). What the run calls broken has to be broken there, and what it calls compliant
to be kept there, for each file and contract.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from importspy_static.cli.main import main
from tests.checking.acme import EXPECTED, NOT_YET, PAIRS, PROJECT, TRUTH, Pair

UNDECIDED = {pair for pair in PAIRS if EXPECTED[pair[0]][pair[1]]["verdict"] == "undecided"}


@dataclass(frozen=True)
class Edit:
    """Texts of files that are each there once, with what comes in their place."""

    changes: tuple[tuple[str, str, str], ...]
    undecided: frozenset[str] = frozenset()
    """Files that may be undecided after it."""
    why: str = ""
    """What the program does not follow yet."""


def edit(*changes: tuple[str, str, str], undecided: tuple[str, ...] = (), why: str = "") -> Edit:
    return Edit(changes, frozenset(undecided), why)


ACME = "src/acme/"
PLUGIN, PROTOCOLS, RECORDS = f"{ACME}api/plugin.py", f"{ACME}api/protocols.py", f"{ACME}records.py"
TRANSFORM, TYPED, STAGES = f"{ACME}stages/transform.py", f"{ACME}stages/typed.py", f"{ACME}stages/__init__.py"
RUN = "    def run(self, record: Record, strict: bool = False) -> Record:\n"
KEPT = "class Transform(Plugin):\n"
HOOK = "    def __init_subclass__(cls, **named: object) -> None:\n        super().__init_subclass__(**named)\n"
EDITS = {
    "nothing": edit(),
    "base: an argument has another name": edit((PLUGIN, RUN, RUN.replace("strict", "severe"))),
    "base: an argument more, with a default": edit((PLUGIN, RUN, RUN.replace("False)", "False, depth: int = 0)"))),
    "base: an argument more, without": edit((PLUGIN, RUN, RUN.replace("strict: bool = False", "strict: bool, d: int"))),
    "base: the method has another name": edit((PLUGIN, RUN, RUN.replace("run", "go"))),
    "base: the method is private": edit((PLUGIN, RUN, RUN.replace("run", "__run"))),
    "base: async": edit((PLUGIN, RUN, RUN.replace("def", "async def"))),
    "base: a class method": edit((PLUGIN, RUN, "    @classmethod\n" + RUN)),
    "base: a property": edit((PLUGIN, RUN, "    @property\n    def run(self) -> Record:\n")),
    "base: made by a known decorator": edit(
        (PLUGIN, RUN, "    @functools.lru_cache(maxsize=None)\n" + RUN),
        (PLUGIN, "import abc\n", "import abc, functools\n"),
    ),
    "base: defined once more": edit(
        (PLUGIN, "    @abc.abstractmethod", "    def run(self, record, strict=True): ...\n\n    @abc.abstractmethod")
    ),
    "base: replaced from outside": edit((TRANSFORM, KEPT, "Plugin.run = len\n\n\n" + KEPT)),
    "base: deleted": edit((TRANSFORM, KEPT, "del Plugin.run\n\n\n" + KEPT)),
    "base: a hook that does nothing": edit((PLUGIN, '    name: str = ""\n', f'    name: str = ""\n\n{HOOK}')),
    "base: without its annotation": edit((PLUGIN, '    name: str = ""\n', "    name = None\n")),
    "base: no options": edit((PLUGIN, "self.options =", "options =")),
    "base: another class of its name below": edit(
        (PLUGIN, "    @abc.abstractmethod\n", "    @abc.abstractmethod\n"),
        (
            PLUGIN,
            '        """The text of the next record."""\n',
            "        ...\n\n\nclass Plugin(Plugin):\n    run = None\n",
        ),
    ),
    "middle: overrides it the same way": edit((TRANSFORM, KEPT, KEPT + "    run = Plugin.run\n")),
    "middle: overrides it otherwise": edit((TRANSFORM, KEPT, KEPT + "    def run(self): ...\n")),
    "middle: takes it away": edit((TRANSFORM, KEPT, KEPT + "    run = None\n")),
    "middle: has no base": edit((TRANSFORM, KEPT, "class Transform:\n")),
    "middle: has its base twice over": edit(
        (TRANSFORM, KEPT, "class Inner(Plugin): ...\n\n\nclass Transform(Inner):\n")
    ),
    "middle: has a mixin first": edit(
        (TRANSFORM, KEPT, "class Mixin:\n    def run(self, record): ...\n\n\nclass Transform(Mixin, Plugin):\n")
    ),
    "middle: has a mixin last": edit(
        (TRANSFORM, KEPT, "class Mixin:\n    def run(self, record): ...\n\n\nclass Transform(Plugin, Mixin):\n")
    ),
    "middle: takes its base by an alias": edit((TRANSFORM, KEPT, "Parent = Plugin\n\n\nclass Transform(Parent):\n")),
    "middle: takes its base from one of two places": edit(
        (
            TRANSFORM,
            "from acme.api import Plugin\n",
            "try:\n    from acme.api import Plugin\nexcept ImportError:\n    from acme.api.plugin import Plugin\n",
        )
    ),
    "middle: takes its base by version": edit(
        (
            TRANSFORM,
            "from acme.api import Plugin\n",
            "import sys\nif sys.version_info >= (3, 8):\n    from acme.api import Plugin\nelse:\n    Plugin = object\n",
        )
    ),
    "middle: another name, and an alias": edit(
        (TRANSFORM, KEPT, "class Changing(Plugin):\n"),
        (TRANSFORM, "        return text\n", "        return text\n\n\nTransform = Changing\n"),
    ),
    "re-export: through one more file": edit(
        (STAGES, "from .transform import *\n", "from .more import *\n"),
        (f"{ACME}stages/more.py", "", "from .transform import *\n"),
    ),
    "re-export: by an attribute": edit(
        (STAGES, "from .transform import *\n", "from . import transform as _t\n\nTransform = _t.Transform\n")
    ),
    "re-export: of a subclass": edit(
        (
            STAGES,
            "from .transform import *\n",
            "from .transform import *\n\n\nclass Transform(Transform):\n    run = 3\n\n\n",
        )
    ),
    "re-export: of something else": edit(
        (f"{ACME}plugins/__init__.py", "Base = Transform\n", "from ..api import Plugin as Base\n")
    ),
    "re-export: a star that takes all": edit((f"{ACME}plugins/text/__init__.py", '__all__ = ["Base"]\n', "")),
    "re-export: a star that takes nothing": edit(
        (f"{ACME}plugins/text/__init__.py", '["Base"]', "[]"), undecided=(f"{ACME}plugins/text/slug.py",)
    ),
    "re-export: a star without a name": edit(
        (STAGES, '__all__ += ["Counting", "Transform"]\n', ""), undecided=(f"{ACME}plugins/dedupe.py",)
    ),
    "re-export: another class in its place": edit(
        (f"{ACME}api/__init__.py", "from .plugin import Plugin as Plugin\n", "from .protocols import Named as Plugin\n")
    ),
    "protocol: one member more": edit(
        (PROTOCOLS, "    def _reset", "    def close(self) -> None: ...\n\n    def _reset")
    ),
    "protocol: a private member more": edit(
        (PROTOCOLS, "    def _reset", "    def _close(self) -> None: ...\n\n    def _reset")
    ),
    "protocol: an inherited member more": edit((PROTOCOLS, "    name: str\n", "    name: str\n    weight: int\n")),
    "protocol: a stricter call": edit((PROTOCOLS, "strict: bool = False", "strict: bool = False, dry: bool = False")),
    "protocol: a member less": edit((PROTOCOLS, "    def transform(self, text: str) -> str: ...\n\n", "")),
    "constants: another number": edit((f"{ACME}constants.py", "4 * 16", "4 * 17")),
    "constants: another version": edit((f"{ACME}constants.py", '"1.4.0"', '"2.0.1"')),
    "constants: one name less": edit(
        (f"{ACME}constants.py", 'ENCODING = "utf-8"\n', 'ENCODING_ = ENCODING = "utf-8"\n')
    ),
    "constants: only some are exported": edit(
        (f"{ACME}constants.py", '_SEPARATOR = "|"\n', '__all__ = ["QUEUE_SIZE"]\n')
    ),
    "defaults: a name more is exported": edit(
        (f"{ACME}defaults.py", '__all__ += ["locale"]', '__all__ += ["locale", "debug_port"]')
    ),
    "records: a field has another name": edit(
        (RECORDS, "    line: int = 0\n", "    number: int = 0\n"), (PLUGIN, "record.line)\n\n", "record.number)\n\n")
    ),
    "records: no dataclass": edit((RECORDS, "@dataclass\nclass", "class")),
    "records: only by name": edit((RECORDS, "@dataclass\nclass", "@dataclass(kw_only=True)\nclass")),
    "records: not at creation": edit(
        (RECORDS, "    line: int = 0\n", "    line: int = field(default=0, init=False)\n")
    ),
    "cycle: the base in it has another method": edit((f"{ACME}context.py", "wait: bool", "patient: bool")),
    "cycle: the base in it has none": edit(
        (f"{ACME}context.py", "def close(", "def shut("), (f"{ACME}context.py", "self.close()", "self.shut()")
    ),
    "cycle: the other base is another": edit((f"{ACME}context.py", "(EngineError)", "(ValueError)")),
    "generics: the other way round": edit((TYPED, "(Plugin, Generic[K])", "(Generic[K], Plugin)")),
    "generics: no base": edit((TYPED, "Counting(Stage[int])", "Counting(Generic[K])")),
    "generics: one more": edit((TYPED, "class Tally(Generic[K])", "class Tally(Stage[K])")),
    "importers: one keeps it now": edit((f"{ACME}secure/rotate.py", "AUDIT_NAME = 7", 'AUDIT_NAME = "rotate"')),
    "importers: one breaks it now": edit((f"{ACME}jobs.py", "AUDIT_NAME: str", "AUDIT: str")),
    "importers: not one of them any more": edit(
        (
            f"{ACME}secure/__init__.py",
            "from ..vault import open_vault as open_vault\n",
            "def open_vault(key): return {}\n",
        )
    ),
    "importers: one more": edit(
        (f"{ACME}defaults.py", "import logging\n", "import logging\n\nimport acme.vault as _vault\n")
    ),
    "importers: one more by a name": edit(
        (f"{ACME}fastpath.py", "from acme_native", "from .ledger import post\nfrom acme_native")
    ),
    "importers: one more through two files": edit(
        (f"{ACME}fastpath.py", "from acme_native", "from .adhoc import send\nfrom acme_native")
    ),
    "importers: the module asks no more": edit(
        (f"{ACME}ledger.py", 'importer = Spy().importspy(filepath="contracts/ledger.yml")\n', "")
    ),
    "importers: under another name": edit(
        (f"{ACME}secure/__init__.py", "open_vault as open_vault", "open_vault as unlock"),
        (f"{ACME}jobs.py", "from acme.secure import open_vault", "from acme.secure import unlock as open_vault"),
        (f"{ACME}adhoc.py", "from .secure import open_vault", "from .secure import unlock as open_vault"),
    ),
    "importers: by an attribute that is handed on": edit(
        (
            f"{ACME}secure/__init__.py",
            "from ..vault import open_vault as open_vault\n",
            "from .. import vault as _vault\n\nopen_vault = _vault.open_vault\n",
        )
    ),
    "importers: by stars": edit(
        (f"{ACME}secure/__init__.py", "from ..vault import open_vault as open_vault", "from ..vault import *"),
        (f"{ACME}jobs.py", "from acme.secure import open_vault", "from acme.secure import *"),
    ),
    "importers: a star without it": edit(
        (
            f"{ACME}secure/__init__.py",
            'AUDIT_NAME = "acme.secure"\n',
            'AUDIT_NAME = "acme.secure"\n__all__ = ["on_locked"]\n',
        ),
        (f"{ACME}defaults.py", "import logging\n", "import logging\nfrom .secure import *\n"),
    ),
    "importers: the module of a package": edit(
        (f"{ACME}defaults.py", "import logging\n", "import logging\nfrom . import vault as _vault\n")
    ),
    "importers: by a call": edit(
        (
            f"{ACME}defaults.py",
            "import logging\n",
            "import logging\nimport importlib\n_vault = importlib.import_module('acme.vault')\n",
        )
    ),
    "importers: where nothing comes": edit(
        (f"{ACME}defaults.py", "import logging\n", "import logging\nif False:\n    import acme.vault as _vault\n")
    ),
    "importers: by version": edit(
        (
            f"{ACME}defaults.py",
            "import logging\n",
            "import logging\nimport sys\nif sys.version_info < (3, 5):\n    import acme.vault as _vault\n",
        )
    ),
    "importers: only those that it takes from it": edit(
        (f"{ACME}reports.py", "from acme.ledger import post\n", "from acme.jobs import ACCOUNT as _, post\n")
    ),
    "importers: what is taken is made there": edit(
        (f"{ACME}fastpath.py", "from acme_native", "from .jobs import nightly\nfrom acme_native")
    ),
    "importers: another contract": edit((f"{ACME}mailer.yml", "name: bounced", "name: returned")),
    "importers: none is asked for any more": edit(
        ("contracts/vault.yml", "importers:\n  variables:\n    - {name: AUDIT_NAME, annotation: str}\n", "importers:\n")
    ),
    "entry points: one more": edit(
        ("pyproject.toml", 'slug = "acme', 'writer = "acme_contrib.writers.text:Text"\nslug = "acme')
    ),
    "entry points: one less": edit(("pyproject.toml", 'mask = "acme.plugins.mask:Extension"\n', "")),
    "contracts: one path less": edit(
        ("pyproject.toml", '"src/acme_contrib", "contrib"], contract = "contracts', '"contrib"], contract = "contracts')
    ),
    "contracts: another version of the host": edit(("contracts/host.yml", '">=2,<3"', '"1.4.0"')),
    "contracts: a dotted base by its short way": edit(
        ("contracts/plugin.yml", "acme.stages.transform.Transform", "acme.Transform")
    ),
    "contracts: a dotted base of another module": edit(
        ("contracts/plugin.yml", "acme.stages.transform.Transform", "acme.api.Plugin")
    ),
    "contracts: a base that it is not": edit(
        ("contracts/plugin.yml", "acme.stages.transform.Transform", "acme.stages.Stage")
    ),
    "contracts: an attribute that nobody has": edit(
        ("contracts/plugin.yml", "{name: options, type: instance}", "{name: choices}")
    ),
    "contracts: nothing private is implemented": edit(
        (PROTOCOLS, "class PluginProtocol(Named, Protocol)", "class PluginProtocol(Protocol)")
    ),
    "contracts: an abstract class is implemented": edit(
        ("contracts/registered.yml", "acme.api:PluginProtocol", "acme.api:Plugin")
    ),
    "namespace: a package after all": edit(("contrib/acme_contrib/writers/__init__.py", "", "")),
    "namespace: another class of that name": edit(
        ("src/acme_contrib/readers/text.py", "class Text(Plugin):\n", "class Text:\n")
    ),
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The project after each edit."""
    folders = {}
    for number, (name, each) in enumerate(EDITS.items()):
        folders[name] = tmp_path_factory.mktemp("edited") / f"acme-{number}"
        shutil.copytree(PROJECT, folders[name], ignore=shutil.ignore_patterns("__pycache__"))
        made(folders[name], each.changes)
    return folders


@pytest.fixture(scope="module")
def truth(projects: Mapping[str, Path]) -> Mapping[str, Mapping[Pair, list[str]]]:
    """What each of them does not keep, once it is imported."""
    command = [sys.executable, "-B", str(TRUTH), *map(str, projects.values())]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    return {name: by_pair(told[str(folder)]) for name, folder in projects.items()}


def by_pair(promises: Mapping[str, Mapping[str, list[str]]]) -> dict[Pair, list[str]]:
    return {(path, contract): broken for path, each in promises.items() for contract, broken in each.items()}


def made(project: Path, changes: tuple[tuple[str, str, str], ...]) -> None:
    for path, before, after in changes:
        file = project / path
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        assert text.count(before) == 1 or not text, f"{path}: {before!r}"
        file.write_text(text.replace(before, after) if text else after, encoding="utf-8")


def verdicts(project: Path) -> dict[Pair, tuple[str, list[str]]]:
    report = project / "report.json"
    assert main(["check", ".", "-f", "json", "-o", str(report)]) in {0, 1}
    told: Any = json.loads(report.read_text(encoding="utf-8"))
    return {
        (each["path"], each["contract"]): (each["verdict"], [one["message"] for one in each["violations"]])
        for each in told["modules"]
    }


@pytest.mark.long
@pytest.mark.parametrize(
    "edited",
    [pytest.param(name, marks=pytest.mark.xfail(reason=each.why) if each.why else ()) for name, each in EDITS.items()],
)
def test_a_run_follows_an_edit_as_python_does(
    edited: str,
    projects: Mapping[str, Path],
    truth: Mapping[str, Mapping[Pair, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("IMPORTSPY_STATIC_OUTPUT_FORMAT", raising=False)
    monkeypatch.chdir(projects[edited])
    wanted, found = truth[edited], verdicts(projects[edited])
    told = {pair for pair in {*wanted, *found} if pair not in NOT_YET}
    wrong = {pair: (wanted.get(pair), found.get(pair)) for pair in told if not agrees(pair, wanted, found)}
    assert wrong == {}
    undecided = {pair for pair in told if found[pair][0] == "undecided" and pair[0] not in EDITS[edited].undecided}
    assert {pair: found[pair][1] for pair in undecided - UNDECIDED} == {}


def agrees(pair: Pair, wanted: Mapping[Pair, list[str]], found: Mapping[Pair, tuple[str, list[str]]]) -> bool:
    """Whether a run tells the pair, and what Python does, or that it is undecided."""
    if pair not in wanted or pair not in found:
        return False
    broken, verdict = wanted[pair], found[pair][0]
    if pair[1] == "contracts/house.yml" and broken and broken[0].startswith("not imported"):
        return True  # what a module would have imported, Python does not tell
    return verdict == "undecided" or (verdict == "broken") is bool(broken)
