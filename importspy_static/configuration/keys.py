"""The keys of the table, each with an example, and the words that some are made of."""

from __future__ import annotations

from types import MappingProxyType

EXAMPLES = MappingProxyType(
    {
        "required-version": '">=0.1"',
        "extend": '"../base.toml"',
        "contracts": '{ path = "src/acme/plugins/*.py", contract = "contracts/plugin.yml" }',
        "exclude": '"generated"',
        "extend-exclude": '"generated"',
        "force-exclude": "true",
        "respect-gitignore": "false",
        "root": '"src"',
        "environment": '"host.json"',
        "python": '"python3.12"',
        "every-deployment": "true",
        "deep": "true",
        "select": '"SPY3"',
        "ignore": '"SPY805"',
        "severity": '{ SPY805 = "warning" }',
        "overrides": '{ path = "src/acme/legacy", ignore = ["SPY302"] }',
        "fail-on": '"warning"',
        "baseline": '"importspy-baseline.json"',
        "output-format": '"concise"',
        "output-file": '"build/importspy.txt"',
        "report": '"sarif=build/importspy.sarif"',
        "no-progress": "true",
        "color": '"never"',
        "quiet": "true",
        "verbose": "true",
        "log-level": '"info"',
        "jobs": "4",
        "no-cache": "true",
    }
)
"""Every key; of a list one item."""

KEYS = tuple(EXAMPLES)
ENTRY = MappingProxyType({"path": '"src/acme/plugins/*.py"', "contract": '"contracts/plugin.yml"'})
"""The keys of an entry of `contracts`."""
OVERRIDE = MappingProxyType(
    {"path": '"src/acme/legacy"', **{key: EXAMPLES[key] for key in ("select", "ignore", "severity")}}
)
"""The keys of an entry of `overrides`."""

LEVELS = ("error", "warning", "note", "off")
FAIL_ON = LEVELS[:-1]
COLORS = ("auto", "always", "never")
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
HOSTS = ("environment", "python", "every-deployment")
"""Each names a host of its own."""
HOST_WORDS = ("host", "none")

_RUN = "give --{} on the command line, where it is for one run"

REFUSED = MappingProxyType(
    {
        "show-values": "give --show-values on the command line; "
        "a file would have every run tell the values of variables, in logs too",
        "dry-run": "give --dry-run on the command line; a file would have every check pass",
        "spymodel": "write `contracts`, or give -s on the command line",
        "config": "write `extend`, or give --config on the command line",
        "isolated": "give --isolated on the command line; a file cannot say that it is not read",
        "dist": "give --dist on the command line, where what is checked is named",
        "cache-dir": "give --cache-dir on the command line, or set IMPORTSPY_STATIC_CACHE_DIR; "
        "whoever writes the files that are checked would say where facts about them come from",
        "stdin-filename": "give --stdin-filename on the command line, where standard input is",
        **{key: _RUN.format(key) for key in ("changed", "write-baseline", "show-settings", "show-files")},
    }
)
"""Options of the command line that no file may set, each with what to do instead."""

ELSEWHERE = MappingProxyType(
    {
        "per-file-ignores": "write `overrides = [{ path = …, ignore = […] }]`",
        "per-path": "write `overrides = [{ path = …, ignore = […] }]`",
    }
)
"""What other tools call a key of ours, each with what to write."""

NO_TABLE = "write its keys at the top of this file; only a pyproject.toml has them in [tool.importspy-static]"
"""Of the key `tool` in any other file."""
