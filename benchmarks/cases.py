"""What is compared with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.guarding import guarded
from benchmarks.measuring import Command
from benchmarks.setting import LARGE, Setting

ENGINE = """\
import sys
from pathlib import Path
from importspy.inspection import SourceInspector
inspector = SourceInspector()
for path in sorted(Path(sys.argv[1]).rglob("*.py")):
    inspector.inspect(path)
"""


@dataclass(frozen=True)
class Case:
    """Two processes that do about the same."""

    name: str
    against: str
    ours: Command
    theirs: Command
    most: float
    """What the ratio shall be at most."""
    is_memory: bool = False

    def told(self, quantity: float) -> str:
        """Seconds, or mebibytes."""
        if self.is_memory:
            return f"{quantity / 2**20:.0f} MiB"
        return f"{quantity:.2f} s" if quantity >= 1 else f"{quantity * 1000:.0f} ms"


def cases(setting: Setting) -> Iterator[Case]:
    """All of them."""
    one, django = setting.folder / "one", setting.django
    warm, cold = setting.folder / "cache-warm", setting.folder / "cache-cold"

    def ours(folder: Path, *words: str, is_cold: bool = True) -> Command:
        cache = cold if is_cold else warm
        program = str(setting.programs["importspy-static"] / "importspy-static")
        words = (program, "check", *words, "--cache-dir", str(cache), "--no-progress", "--isolated")
        return Command(words, folder, forgets=cache if is_cold else None)

    python = str(setting.programs["importspy"] / "python")
    importspy = Command(
        [str(setting.programs["importspy"] / "importspy"), "check", "datastructures.py", "-s", "contract.yml"],
        one,
        statuses=(0,),
    )
    engine = Command([python, "-c", ENGINE, "django"], django, statuses=(0,))
    griffe = Command(
        [
            str(setting.programs["griffe"] / "griffe"),
            "dump",
            "django",
            "-s",
            ".",
            "-o",
            str(setting.folder / "dump.json"),
        ],
        django,
        statuses=(0,),
    )
    single = ("datastructures.py", "-s", "contract.yml")
    yield Case("one module, warm", "importspy check", ours(one, *single, is_cold=False), importspy, 0.5)
    yield Case("one module, cold", "importspy check", ours(one, *single), importspy, 1.1)
    for title, contract in (("policy", "policy.yml"), ("a name", "named.yml")):
        whole = ("django", "-s", str(setting.folder / contract), "-j", "2")
        cold_run, warm_run = ours(django, *whole), ours(django, *whole, is_cold=False)
        yield Case(f"django, {title}, cold, -j 2", "importspy's engine", cold_run, engine, 0.6)
        yield Case(f"django, {title}, cold, -j 2", "griffe dump", cold_run, griffe, 0.6)
        yield Case(f"django, {title}, warm", "griffe dump", warm_run, griffe, 0.15)
        yield Case(f"django, {title}, largest process", "griffe dump", cold_run, griffe, 0.8, is_memory=True)
    for title, ours_of, theirs_of, most in guarded(setting):
        yield Case(title, "the same, unguarded", ours_of, theirs_of, most)
    small, large = (ours(setting.folder, f"generated-{count}", "-s", "generated.yml") for count in (LARGE // 4, LARGE))
    yield Case("generated, four times the files", "ourselves", large, small, 4.3)
