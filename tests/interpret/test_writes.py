"""What one module does to the objects of another is seen where Python's would be: never missed, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from importspy_static.checking.extractors import Extractors
from importspy_static.checking.library import Library
from importspy_static.checking.readings import Readings
from importspy_static.interpret.namespace import Namespace, interpret_in
from importspy_static.interpret.values import Computed
from importspy_static.probes.host import host_target
from importspy_static.probing import probe
from importspy_static.project.roots import source_file
from tests.interpret.agreement import Finding, ask_python, findings

BASE = """\
def helper(a, b=1): ...
def other(z): ...
names = ["a"]
table = {"a": 1}
class Plugin:
    kind = "plain"
    def run(self, record): ...
    def stop(self): ...
class Sub(Plugin):
    pass
"""
HEIR = "class Heir(Plugin): ...\n"
PATCH = "from base import Plugin, other\nPlugin.run = other\n"
CASES: Mapping[str, Mapping[str, str]] = {
    "vars of a module": {"case": "import base\nvars(base)['helper'] = 1\nfrom base import helper\n"},
    "deleted": {"case": "from base import Plugin\ndel Plugin.run\n" + HEIR},
    "replaced": {"case": "from base import Plugin, other\nPlugin.run = other\n" + HEIR},
    "replaced by a constant": {"case": "from base import Plugin\nPlugin.run = None\n" + HEIR},
    "replaced behind the heir": {"case": "from base import Plugin, other\n" + HEIR + "Plugin.run = other\n"},
    "delattr": {"case": "from base import Plugin\ndelattr(Plugin, 'run')\n" + HEIR},
    "added": {"case": "from base import Plugin, other\nPlugin.more = other\n" + HEIR},
    "through the module": {"case": "import base\nbase.Plugin.run = base.other\nclass Heir(base.Plugin): ...\n"},
    "through an alias": {"case": "import base as b\nP = b.Plugin\ndel P.stop\nclass Heir(b.Plugin): ...\n"},
    "of a subclass only": {
        "case": "from base import Plugin, Sub\nSub.run = 1\n" + HEIR + "class Second(Sub): ...\n",
    },
    "an item of a dictionary": {"case": "from base import table\ntable['b'] = 2\n"},
    "a list grown by a tuple": {"case": "from base import names\nnames += ('b',)\n"},
    "augmented": {"case": "from base import Plugin\nPlugin.kind += ' too'\n" + HEIR},
    "by another name in a loop": {
        "case": "from base import Plugin, Sub\nfor each in (Plugin,):\n    each.run = 3\n" + HEIR,
    },
    "by a target of with, for and tuples": {
        "case": "from base import Plugin\nPlugin.run, Plugin.stop = 1, 2\n" + HEIR,
    },
    "a name of a module replaced": {
        "case": "import base\nbase.helper = base.other\nfrom base import helper\nkept = base.helper\n",
    },
    "a name taken before it is replaced": {
        "case": "import base\nfrom base import helper\nkept = base.helper\nbase.helper = None\nnow = base.helper\n",
    },
    "a name that was deleted": {
        "case": "import base\nkept = base.helper\ndel base.helper\nfrom base import *\n",
    },
    "a class of a module replaced": {
        "case": "import base\nclass Mine:\n    def go(self): ...\nbase.Plugin = Mine\nclass Heir(base.Plugin): ...\n",
    },
    "a star import behind it": {
        "case": "import base\nbase.helper = 7\nbase.more = 8\nfrom base import *\n",
    },
    "a star import before it": {"case": "from base import *\nimport base\nbase.helper = 7\n"},
    "a submodule of a package": {
        "pack/__init__": "",
        "pack/inner": BASE,
        "case": "import pack.inner\npack.inner.helper = 3\nfrom pack.inner import helper, Plugin\n" + HEIR,
    },
    "a module that is imported": {"patch": PATCH, "case": "import patch\nfrom base import Plugin\n" + HEIR},
    "a module behind another": {
        "patch": PATCH,
        "between": "import patch\n",
        "case": "import between\nfrom base import Plugin\n" + HEIR,
    },
    "a class is taken from who patched it": {"patch": PATCH, "case": "from patch import Plugin\n" + HEIR},
    "a module that is imported twice": {
        "patch": PATCH,
        "case": "import patch\nfrom base import Plugin\nPlugin.run = 1\nimport patch\n" + HEIR,
    },
    "the last of two": {
        "patch": PATCH,
        "second": "import base\nbase.Plugin.run = 4\n",
        "case": "import patch, second\nfrom base import Plugin\n" + HEIR,
    },
    "the last of two, the other way round": {
        "patch": PATCH,
        "second": "import base\nbase.Plugin.run = 4\n",
        "case": "import second, patch\nfrom base import Plugin\n" + HEIR,
    },
    "a name that another module replaces": {
        "patch": "import base\nbase.helper = base.other\n",
        "case": "from base import helper as first\nimport patch\nfrom base import helper\n",
    },
    "one that imports the writer through a package": {
        "pack/__init__": "from . import patch\n",
        "pack/patch": "from .inner import Plugin\nPlugin.run = 5\n",
        "pack/inner": BASE,
        "case": "from pack.inner import Plugin\n" + HEIR,
    },
    "the package that a module is in": {
        "pack/__init__": "from .inner import Plugin\nPlugin.run = 5\n",
        "pack/inner": BASE,
        "pack/case": "from .inner import Plugin\n" + HEIR,
    },
    "what the package imports": {
        "pack/__init__": "from . import patch\n",
        "pack/patch": "from .inner import Plugin\ndel Plugin.run\n",
        "pack/inner": BASE,
        "pack/case": "from .inner import Plugin\n" + HEIR,
    },
    "the package, to what is made in a module of it": {
        "pack/__init__": "from .case import Heir\nHeir.stop = 5\ndel Heir.go\n",
        "pack/inner": BASE,
        "pack/case": "from .inner import Plugin\nclass Heir(Plugin):\n    def go(self): ...\n",
    },
    "values of a relative import": {
        "pack/__init__": "",
        "pack/inner": BASE,
        "pack/patch": "from .inner import Plugin\nfrom .more import thing\nPlugin.run = thing\n",
        "pack/more": "def thing(q, r): ...\n",
        "case": "from pack import patch\nfrom pack.inner import Plugin\n" + HEIR,
    },
    "who does not import the writer": {"patch": PATCH, "case": "from base import Plugin\n" + HEIR},
    "a cycle": {
        "patch": "import case\nfrom base import Plugin, other\nPlugin.run = other\n",
        "case": "from base import Plugin\n" + HEIR + "import patch\n",
    },
    "a list of another module": {"case": "from base import names\nnames.append('b')\n"},
    "a list of a module by its name": {"case": "import base\nbase.names += ['b']\nfrom base import names\n"},
    "an import in a function that is not called": {
        "patch": PATCH,
        "case": "from base import Plugin\ndef late():\n    import patch\n" + HEIR,
    },
    "the dictionary of a module": {"case": "import base\nbase.__dict__.update(helper=1)\nfrom base import helper\n"},
}
MAYBE: Mapping[str, Mapping[str, str]] = {
    "setattr": {"case": "from base import Plugin\nsetattr(Plugin, 'run', None)\n" + HEIR},
    "the dictionary of a module": {
        "case": "import base, os\nbase.__dict__.update(helper=os.getpid())\nfrom base import helper\n"
    },
    "a dictionary of another module": {"case": "import os\nfrom base import table\ntable['b'] = os.getpid()\n"},
    "perhaps": {"case": "import os\nfrom base import Plugin\nif os.getpid():\n    Plugin.run = 3\n" + HEIR},
    "perhaps imported": {
        "patch": PATCH,
        "case": "import os\nfrom base import Plugin\nif os.getpid():\n    import patch\n" + HEIR,
    },
    "perhaps imported, then surely": {
        "patch": PATCH,
        "case": "import os\nfrom base import Plugin\nif os.getpid():\n    import patch\nPlugin.run = 3\nimport patch\n"
        + HEIR,
    },
    "one of two classes": {
        "case": "import os\nfrom base import Plugin, Sub\nwhich = Plugin if os.getpid() else Sub\ndel which.run\n"
        + HEIR,
    },
}


def judged(folder: Path, files: Mapping[str, str]) -> tuple[list[Finding], Mapping[str, object]]:
    for path, text in {"base": BASE, **files}.items():
        file = folder / f"{path}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    name = "pack.case" if "pack/case" in files else "case"
    truth = ask_python([name], folder, instances=False, seconds=60)[name]
    with closing(Extractors(1)) as extractors:
        library = Library(Readings(extractors), [str(folder)])
        world = library.world(host_target(), lambda: probe(distributions=False).search_path, ())
        own = library.own(source_file(str(folder / f"{name.replace('.', '/')}.py"), [str(folder)]))
        namespace: Namespace = interpret_in(world, own)
        assert namespace.completes is ("raises" not in truth), truth
        return list(findings(namespace, truth)), truth


@pytest.mark.parametrize("title", CASES)
def test_what_is_done_to_another_module_is_what_python_does(title: str, tmp_path: Path) -> None:
    found, _ = judged(tmp_path, CASES[title])
    assert found
    assert [each for each in found if each.verdict != "same"] == []


STARS: Mapping[str, Mapping[str, str]] = {
    "in the module": {"case": "from no_such_module import *\n"},
    "in another": {"second": "from no_such_module import *\n", "case": "from second import *\n"},
    "in a third": {
        "third": "from no_such_module import *\n",
        "second": "from third import *\n",
        "case": "from second import *\n",
    },
}


@pytest.mark.parametrize("title", STARS)
def test_a_star_that_is_not_found_is_the_one_cause(title: str, tmp_path: Path) -> None:
    for path, text in STARS[title].items():
        (tmp_path / f"{path}.py").write_text(text, encoding="utf-8")
    with closing(Extractors(1)) as extractors:
        library = Library(Readings(extractors), [str(tmp_path)])
        world = library.world(host_target(), lambda: (), ())
        namespace = interpret_in(world, library.own(source_file(str(tmp_path / "case.py"), [str(tmp_path)])))
        causes = {each.value.cause for each in namespace.name("run") if isinstance(each.value, Computed)}
    assert [(each.code, each.construct) for each in causes] == [("SPY802", "from no_such_module import *")]


@pytest.mark.parametrize("title", MAYBE)
def test_what_may_be_done_to_another_module_is_undecided(title: str, tmp_path: Path) -> None:
    found, _ = judged(tmp_path, MAYBE[title])
    assert [each for each in found if each.verdict == "wrong"] == []
    assert [each for each in found if each.verdict == "undecided"] != []
