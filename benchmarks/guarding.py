"""Imports under a guard, against the same imports as they are: the processor time of the imports alone."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import Command
from benchmarks.setting import GENERATED, Setting, generate, write

MODULES = 200
PROGRAM = """\
import sys, time
sys.path.insert(0, sys.argv[1])
package, pattern, count = sys.argv[2], sys.argv[3], int(sys.argv[4])
import dataclasses, enum, importlib, json, logging, typing  # what the modules import
if pattern:
    from importspy_static import guard
    guard.install({pattern: "guarded.yml"})
began = time.process_time()
for number in range(count):
    importlib.import_module(f"{package}.m{number:05}")
print(time.process_time() - began)
"""
LARGER = """

class Stage(enum.Enum):
    NEW = "new"
    CHECKED = "checked"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Line:
    account: str
    amount: int
    currency: str = "EUR"
    note: str | None = None

    @property
    def is_credit(self) -> bool:
        return self.amount > 0


@dataclass
class Batch:
    number: int
    lines: list[Line] = field(default_factory=list)
    stage: Stage = Stage.NEW
    errors: dict[str, str] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        if self.stage is not Stage.NEW:
            raise ValueError(f"batch {self.number} is closed")
        self.lines.append(line)

    def total(self) -> int:
        return sum(each.amount for each in self.lines)


class Ledger(Plugin):
    kind = "ledger"
    accounts: dict[str, int]

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__(settings)
        self.accounts = {}
        self.batches: list[Batch] = []

    def open(self, number: int) -> Batch:
        batch = Batch(number)
        self.batches.append(batch)
        return batch

    def close(self, batch: Batch) -> int:
        for each in batch.lines:
            self.accounts[each.account] = self.accounts.get(each.account, 0) + each.amount
        batch.stage = Stage.CHECKED
        log.info("batch %d is closed: %d", batch.number, batch.total())
        return batch.total()

    def balance(self, account: str, *, default: int = 0) -> int:
        return self.accounts.get(account, default)

    def failed(self) -> list[Batch]:
        return [each for each in self.batches if each.stage is Stage.FAILED]

    @classmethod
    def read(cls, path: str) -> Ledger:
        ledger = cls()
        with open(path, encoding="utf-8") as stream:
            for number, entry in enumerate(json.load(stream)):
                batch = ledger.open(number)
                for each in entry["lines"]:
                    batch.add(Line(**each))
        return ledger
"""
"""What makes a module of a hundred lines of one of forty."""


def guarded(setting: Setting) -> Iterator[tuple[str, Command, Command, float]]:
    """Titles, the guarded and the unguarded process, and what the ratio shall be at most."""
    folder = setting.folder / "guarded"
    write(folder / "guarded.yml", GENERATED)
    write(folder / "program.py", PROGRAM)
    generate(folder / "small", MODULES)
    generate(folder / "larger", MODULES)
    for path in sorted((folder / "larger").glob("m*.py")):
        text = path.read_text(encoding="utf-8")
        if "class Ledger" not in text:
            text = text.replace("import json\n", "import enum\nimport json\nimport logging\n")
            text = text.replace("\n\n@dataclass\n", "\nlog = logging.getLogger(__name__)\n\n\n@dataclass\n", 1)
            write(path, text + LARGER)
    python = str(setting.programs["importspy-static"] / "python")
    variables = {"IMPORTSPY_STATIC_CACHE_DIR": str(setting.folder / "cache-guard")}

    def command(package: str, pattern: str) -> Command:
        words = (python, "program.py", str(folder), package, pattern, str(MODULES))
        return Command(words, folder, statuses=(0,), tells=True, variables=variables)

    for package, lines in (("larger", 120), ("small", 40)):
        title = f"{MODULES} imports of {lines} lines"
        plain = command(package, "")
        yield f"{title}, guarded by name, warm", command(package, f"{package}.*"), plain, 1.15
        yield f"{title}, guarded by path, warm", command(package, f"{package}/m*.py"), plain, 1.15
        yield f"{title}, guarded others by name", command(package, "others.*"), plain, 1.02
        yield f"{title}, guarded others by path", command(package, "others/*.py"), plain, 1.02
