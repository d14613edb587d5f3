"""Writes what is generated here: `violations/`, from the classes of violations and their fixtures, `report.svg`, the
table of settings in `configuration.md`, and `limits.md`.

    python docs/generate.py            write what is not fresh
    python docs/generate.py --check    only say what is not fresh; exit status 1 if anything is

What a page shows is what the program prints.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from itertools import groupby, pairwise
from pathlib import Path

from importspy_static import Report, check, limits
from importspy_static.catalogue import all_violations
from importspy_static.checking.contracts import Terms
from importspy_static.checking.gathering import Wanted
from importspy_static.checking.run import Run
from importspy_static.checking.where import Where
from importspy_static.cli.main import main as program
from importspy_static.cli.settings import EXCEPTED, TABLE, Setting
from importspy_static.configuration import keys
from importspy_static.model.policy import Policy
from importspy_static.model.violation import Violation
from importspy_static.report.console import svg
from importspy_static.report.explanation import markdown_page
from importspy_static.report.full import render, report_lines
from importspy_static.report.marked import Line, Part, plain
from importspy_static.report.summary import summary_line
from importspy_static.report.visible import visible

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "violations"
PICTURE = ROOT / "docs" / "report.svg"
SETTINGS = ROOT / "docs" / "configuration.md"
LIMITS = ROOT / "docs" / "limits.md"
FIXTURES = ROOT / "fixtures" / "violations"
SNAPSHOT, NEWLINE = "environment.json", "\n"
DEMO = ("fixtures/demo/broken/extension.py", "fixtures/demo/spymodel.yml")

FAMILIES = {
    "SPY0": "Files that cannot be used",
    "SPY1": "The module",
    "SPY2": "Variables",
    "SPY3": "Functions and methods",
    "SPY4": "Classes",
    "SPY5": "Where it may run",
    "SPY6": "Imports and dependencies",
    "SPY7": "Integrity",
    "SPY8": "Undecided",
}
BEGIN, END = "<!-- settings: written by docs/generate.py -->\n", "<!-- end of settings -->\n"
KINDS = {
    "boolean": "yes or no",
    "text": "a text",
    "count": "a number from 1 on",
    "paths": "several, as in `PATH`",
    "codes": "codes, families, names",
    "severities": "`CODE=LEVEL`, …",
    "reports": "`FORMAT=FILE`, several as in `PATH`",
}
WORDS = {"output-format": "a format of `check --help`"}
DEFAULTS = {
    "spymodel": "beside the module, or in the current folder",
    "config": "the nearest",
    "select": "all",
    "root": "found",
    "exclude": "environments, caches, build output",
    "output-file": "standard output",
    "report": "none",
    "python": "that of the program",
}
LONGEST = 60
"""Lines of a file that a page shows."""
LIMITS_HEAD = """<!-- Written by docs/generate.py from importspy_static/limits.py. -->

# Limits

What is checked may be hostile, and may be huge by mistake. Whatever it is, a check ends, with a verdict or with a
reason for having none. None of these can be set: a limit that a project could raise is one that its author could raise.
An exit status of 2 means that nothing was checked. Codes are explained in [the violations](violations/README.md).
"""
LIMITS_COLUMNS = "| limit | is | of what | over it |\n|---|---|---|---|\n"


def generated() -> dict[Path, str]:
    """Every generated file with the text that it should have."""
    pages = {PAGES / page_name(kind): page(kind) for kind in all_violations()}
    return {**pages, PAGES / "README.md": index(), PICTURE: picture(), SETTINGS: settings_page(), LIMITS: limits_page()}


def page_name(kind: type[Violation]) -> str:
    return f"{kind.code}-{kind.name}.md"


INSTALLED = "site-packages"
RECORD = f"{INSTALLED}/acme-1.0.dist-info/RECORD"
MORE = ((SNAPSHOT, "json"), ("other.py", "python"), ("pyproject.toml", "toml"), (RECORD, "text"))
"""What else a fixture may have."""


def index() -> str:
    parts = [
        "# Violations\n\nA code never changes its meaning. `importspy-static explain CODE` shows the same pages.\n"
    ]
    for family, kinds in groupby(all_violations(), key=lambda kind: kind.code[:4]):
        rows = [f"| [{kind.code}]({page_name(kind)}) | {kind.name} | {kind.title} |\n" for kind in kinds]
        parts.append(f"\n## {FAMILIES[family]}\n\n| code | name | title |\n|---|---|---|\n{''.join(rows)}")
    return "".join(parts)


def page(kind: type[Violation]) -> str:
    """The page that `explain` shows, with the fixture as an example and what a check of it prints."""
    folder = FIXTURES / f"{kind.code}-{kind.name}"
    return (
        f"<!-- Written by docs/generate.py from the docstring of the violation and its fixture. -->\n\n"
        f"{markdown_page(kind)}\n"
        f"## A whole example\n\n"
        f"{shown(folder / 'spymodel.yml', 'yaml')}\n"
        f"{shown(folder / 'module.py', 'python')}\n"
        f"{''.join(shown(folder / name, language) + NEWLINE for name, language in MORE if (folder / name).is_file())}"
        f"{fenced(printed(folder), 'console')}\n"
        f"[All violations](README.md)\n"
    )


def shown(file: Path, language: str) -> str:
    """A file under its name, its beginning if it is long."""
    if not file.is_file():
        return f"There is no `{file.name}`. (Alone on the command line that would be wrong use, exit status 2.)\n"
    lines = file.read_bytes().decode("utf-8", errors="backslashreplace").splitlines()
    text = "".join(f"{visible(line)}\n" for line in lines[:LONGEST])
    more = f"\n… and {len(lines) - LONGEST} lines more.\n" if len(lines) > LONGEST else ""
    return f"`{file.name}`\n\n{fenced(text, language)}{more}"


def fenced(text: str, language: str) -> str:
    """A block of code whose fence is longer than any in it."""
    fence = max(["```", *(run + "`" for run in re.findall(r"`{3,}", text))], key=len)
    return f"{fence}{language}\n{text}{fence}\n"


def printed(folder: Path) -> str:
    """What a check of a fixture from within its folder prints on both streams."""
    if not (folder / "module.py").exists():  # that is the case; the command line would refuse the path first
        with inside(folder):
            return render(check("module.py", "spymodel.yml"))
    if (folder / INSTALLED).is_dir():
        with inside(folder):
            return render(check_installed())
    arguments = ["check", "module.py", "-s", "spymodel.yml"]
    if folder.name.startswith("SPY014"):
        return of_program(folder, ["contract", "lint", "spymodel.yml"])
    if (folder / "pyproject.toml").is_file():
        arguments = ["check"]
    elif (folder / "other.py").is_file():
        arguments = ["check", "module.py", "other.py", "--deep", "-s", "spymodel.yml"]
    arguments += ["--environment", SNAPSHOT] if (folder / SNAPSHOT).is_file() else []
    return of_program(folder, arguments)


def check_installed() -> Report:
    """The report on the module in the current folder, where the distributions beside it are the installed ones."""
    with Run(Where(searched=(INSTALLED,)), Policy()) as run:
        terms = Terms(lambda _path, _is_foreign: ["spymodel.yml"])
        return run.report(run.plan(Wanted(["module.py"]), terms))


def of_program(folder: Path, arguments: list[str]) -> str:
    """What a command prints within a folder on both streams."""
    output = StringIO()
    with inside(folder), redirect_stdout(output), redirect_stderr(output):
        program([*arguments, "--color", "never", "--output-format", "full"])
    return f"$ importspy-static {' '.join(arguments)}\n{on_one_python(output.getvalue())}"


def on_one_python(text: str) -> str:
    """What is printed, as the same Python would print it wherever the pages are made."""
    return re.sub(r"(?<=\()Python 3\.\d+(?=\))|(?<=which )Python 3\.\d+(?= cannot)", "Python 3.11", text)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def settings_page() -> str:
    """The page of settings, with their table as it should be."""
    before, rest = SETTINGS.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{NEWLINE}{settings_table()}{END}{after}"


def settings_table() -> str:
    """Every option of `check` with its key, its variable and its default."""
    rows = ["| option | in a file, for example | variable | its value | default |", "|---|---|---|---|---|"]
    for each in TABLE:
        key = f"`{each.name} = {example(each)}`" if each.is_key else "— " + keys.REFUSED[each.name]
        kind = KINDS.get(each.kind) or WORDS.get(each.name) or " ".join(f"`{word}`" for word in each.words)
        rows.append(f"| `{each.flag}` | {key} | `{each.variable}` | {kind} | {default(each)} |")
    rows += [f"| `--{name}` | — it {reason} | — | | |" for name, reason in EXCEPTED.items() if name != "help"]
    return "".join(f"{row}{NEWLINE}" for row in rows)


def example(setting: Setting) -> str:
    shown = keys.EXAMPLES[setting.name]
    return f"[{shown}]" if setting.kind in ("codes", "paths", "reports") else shown


def default(setting: Setting) -> str:
    match setting.default:
        case bool():
            return "yes" if setting.default else "no"
        case str():
            return f"`{setting.default}`"
        case _:
            return DEFAULTS.get(setting.name, "none")


def limits_page() -> str:
    """Every limit with its value, its meaning and what comes of it, section by section, as `limits.py` has them."""
    text = Path(limits.__file__).read_text(encoding="utf-8")
    lines, body = text.splitlines(), ast.parse(text).body
    told: dict[int, str] = {}
    for each, after in pairwise(body):
        match each, after:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(said))):
                meaning, _, outcome = " ".join(said.split()).removesuffix(".").partition(" Over it: ")
                told[each.lineno] = f"| `{name}` | {amount(name, meaning)} | {meaning} | {outcome.removesuffix('.')} |"
    parts = [LIMITS_HEAD]
    for number, line in enumerate(lines, start=1):
        if heading := re.fullmatch(r"# --- (.+) ---", line):
            beginning = number
            while lines[beginning].startswith("# "):
                beginning += 1
            said = "".join(f"{each[2:]}{NEWLINE}" for each in lines[number:beginning])
            parts.append(f"\n## {heading[1]}\n\n{said}{NEWLINE * bool(said)}{LIMITS_COLUMNS}")
        elif number in told:
            parts.append(told[number] + NEWLINE)
    return "".join(parts)


def amount(name: str, meaning: str) -> str:
    """The value of a limit, in its unit."""
    value = getattr(limits, name)
    if "ytes" not in meaning.partition(".")[0]:
        return f"{value:g} s" if isinstance(value, float) else f"{value:,}"
    for unit, size in (("GiB", limits.GIB), ("MiB", limits.MIB), ("KiB", limits.KIB)):
        if value >= size and value % size == 0:
            return f"{value // size} {unit}"
    return f"{value:,}"


def picture() -> str:
    """The README's picture: the demo that breaks its contract."""
    with inside(ROOT):
        report = check(DEMO[0], DEMO[1])
    command = (Part("$ ", "faint"), Part(f"importspy-static check {DEMO[0]} -s {DEMO[1]}", "strong"))
    lines: list[Line] = [command, *report_lines(report), summary_line(report)]
    drawn = svg(lines, title="importspy-static", columns=max(map(len, plain(lines).splitlines())))
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # no reader should have to fetch a font


def words(text: str) -> str:
    """The text of a picture: how it is drawn differs between releases of rich."""
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL))


def is_fresh(file: Path, text: str) -> bool:
    if not file.is_file():
        return False
    old = file.read_text(encoding="utf-8")
    return words(old) == words(text) if file.suffix == ".svg" else old == text


def main(arguments: list[str]) -> int:
    wanted = generated()
    stale = [file for file, text in wanted.items() if not is_fresh(file, text)]
    orphans = [file for file in PAGES.glob("*.md") if file not in wanted]
    for file in [*stale, *orphans]:
        print(f"not fresh: {file.relative_to(ROOT).as_posix()}")
    if "--check" in arguments:
        return 1 if stale or orphans else 0
    PAGES.mkdir(exist_ok=True)
    for file in stale:
        file.write_text(wanted[file], encoding="utf-8", newline="\n")
    for file in orphans:
        file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
