"""Sources that break parsers, by name: what is measured in `docs/decisions/0002`, and more of the kind."""

from __future__ import annotations

from collections.abc import Callable

MANY = 100_000

SHAPES: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "x = " + "(" * n + "1" + ")" * n,
    "open parentheses": lambda n: "x = " + "(" * n,
    "brackets": lambda n: "x = " + "[" * n + "]" * n,
    "open brackets": lambda n: "x = " + "[" * n,
    "braces": lambda n: "x = " + "{" * n + "}" * n,
    "open braces": lambda n: "x = " + "{1:" * n,
    "calls inside calls": lambda n: "x = " + "f(" * n + ")" * n,
    "subscripts inside subscripts": lambda n: "x = " + "f[" * n + "1" + "]" * n,
    "not": lambda n: "x = " + "not " * n + "1",
    "minus": lambda n: "x = " + "-" * n + "1",
    "power": lambda n: "x = " + "2 ** " * n + "1",
    "and": lambda n: "x = " + "a and " * n + "1",
    "sum": lambda n: "x = " + "1 + " * n + "1",
    "attributes": lambda n: "x = a" + ".b" * n,
    "calls": lambda n: "x = a" + "()" * n,
    "subscripts": lambda n: "x = a" + "[0]" * n,
    "comparisons": lambda n: "x = " + "a < " * n + "1",
    "conditionals": lambda n: "x = " + "1 if a else " * n + "1",
    "lambdas": lambda n: "x = " + "lambda: " * n + "1",
    "walruses": lambda n: "x = " + "(a := " * n + "1" + ")" * n,
    "elif": lambda n: "if a: pass\n" + "elif b: pass\n" * n,
    "decorators": lambda n: "@a\n" * n + "def f(): pass\n",
    "joined strings": lambda n: "x = " + '"a" ' * n,
    "joined f-strings": lambda n: "x = " + 'f"{1}" ' * (n // 2),
    "nested f-strings": lambda n: "x = " + "f'{" * n + "1" + "}'" * n,
    "fields in fields": lambda n: "x = f'" + "{1:" * n + "}" * n + "'",
    "for clauses": lambda n: "x = [1 " + "for a in b " * n + "]",
    "for clauses of a generator": lambda n: "x = f(1 " + "for a in b " * n + ")",
    "if clauses": lambda n: "x = [1 for a in b " + "if c " * n + "]",
    "indentation": lambda n: "".join(" " * i + "if 1:\n" for i in range(n // 100)) + " " * (n // 100) + "pass\n",
    "classes": lambda n: "".join(" " * i + "class A:\n" for i in range(n // 100)) + " " * (n // 100) + "pass\n",
    "patterns": lambda n: "match x:\n case " + "[" * n + "]" * n + ": pass\n",
    "open patterns": lambda n: "match x:\n case " + "[" * n + "\n",
    "alternatives": lambda n: "match x:\n case " + "1 | " * n + "1: pass\n",
    "targets": lambda n: "x = " * (n // 2) + "1",
    "starred": lambda n: "x = " + "*" * n + "1",
    "await": lambda n: "async def f():\n x = " + "await " * n + "1",
    "dotted import": lambda n: "import a" + ".a" * n,
    "dotted import over lines": lambda n: "import a" + "\\\n.a" * n,
    "dotted from-import": lambda n: "from a" + ".a" * n + " import b",
    "second dotted import": lambda n: "import b, a" + " . a" * n,
    "except clauses": lambda n: "try: pass\n" + "except a: pass\n" * (n // 2),
    "lines": lambda n: "x = 1\n" * n,
    "statements on a line": lambda n: "x = y; " * (n // 4),
    "list": lambda n: "x = [" + "1, " * n + "]",
    "dictionary": lambda n: "x = {" + "1: a, " * n + "}",
    "different calls": lambda n: "x = [" + "".join(f"f({i}), " for i in range(n // 4)) + "]",
    "equal calls": lambda n: "x = [" + "f(a), " * (n // 4) + "]",
    "global names": lambda n: "def f():\n global " + "a, " * n + "b\n",
    "imported names": lambda n: "from a import " + "b, " * (n // 4) + "b\n",
    "parameters": lambda n: "def f(" + "".join(f"a{i}, " for i in range(n // 10)) + "): pass\n",
    "white space": lambda n: "x = (" + "\n" * n + " " * n + "1)\n",
    "backslashes": lambda n: "x = 1 " + "\\\n" * n + "\n",
    "comments": lambda n: "# a.b\n" * n,
    "comprehensions": lambda n: "x = " + "[a for a in " * n + "b" + "]" * n,
    "bars": lambda n: "x = " + "int | " * n + "str",
    "lambdas in defaults": lambda n: "x = " + "lambda a=" * n + "1" + ": 1" * n,
    "functions": lambda n: "".join(" " * i + "def f():\n" for i in range(n // 100)) + " " * (n // 100) + "pass\n",
    "tries": lambda n: "".join(" " * i + "try:\n" for i in range(n // 100)) + " " * (n // 100) + "pass\n",
    "context managers": lambda n: "with " + "a as b, " * (n // 4) + "a: pass\n",
    "mapping patterns": lambda n: "match x:\n case " + "{1:" * n + "y" + "}" * n + ": pass\n",
    "open mapping patterns": lambda n: "match x:\n case " + "{1:" * n + "\n",
    "class patterns": lambda n: "match x:\n case " + "A(" * n + ")" * n + ": pass\n",
    "patterns in a method": lambda n: (
        "class A:\n def f(self, x):\n  match x:\n   case " + "[" * n + "]" * n + ": pass\n"
    ),
    "open patterns in a method": lambda n: "class A:\n def f(self, x):\n  match x:\n   case " + "[" * n + "\n",
    "brackets in an annotation": lambda n: 'x: "' + "list[" * n + "int" + "]" * n + '" = 1',
    "parentheses in an annotation": lambda n: 'x: "' + "(" * n + "int" + ")" * n + '" = 1',
    "not in an annotation": lambda n: 'def x(a: "' + "not " * n + 'a"): pass',
    "bars in an annotation": lambda n: 'def x() -> "' + "int | " * n + 'str": pass',
    "code in a text": lambda n: 'exec("x = ' + "(" * n + ")" * n + '")',
    "continued lines": lambda n: "x = 1" + " + \\\n1" * n,
    "digits": lambda n: "x = " + "9" * n,
    "a long name": lambda n: "x" * n + " = x = 1",
    "names of characters": lambda n: "x = '" + "\\N{BULLET}" * n + "'",
    "null bytes": lambda n: "x = 1\n" + "\0" * n,
    "heirs of heirs": lambda n: "class A0: x = 1\n" + "".join(f"class A{i + 1}(A{i}): pass\n" for i in range(n // 100)),
    "many bases": lambda n: (
        "".join(f"class B{i}: pass\n" for i in range(n // 100))
        + f"class x({', '.join(f'B{i}' for i in range(n // 100))}): pass\n"
    ),
    "shared bases": lambda n: (
        "class A0: pass\n"
        + "".join(
            f"class B{i}(A{i}): pass\nclass C{i}(A{i}): pass\nclass A{i + 1}(B{i}, C{i}): pass\n"
            for i in range(n // 1000)
        )
    ),
}
