"""What is left of the bodies of functions."""

from __future__ import annotations

import pytest

from importspy_static.model.expression import Call, Constant, Name
from importspy_static.model.program import Assign, ClassDef, FunctionDef, If, Leave, Loop, Match, Try, With
from tests.extract.sources import body, function, inside, left_of, told


def method(statements: str, header: str = "def f(self, a, b=1):") -> str:
    return header + "".join(f"\n    {line}" for line in statements.split("\n")) + "\n"


@pytest.mark.parametrize(
    ("statements", "left"),
    [
        ("self.x = 1", ["Assign"]),
        ("self.x: int = 1", ["Assign"]),
        ("self.x: int", ["Assign"]),
        ("self.x += 1", ["AugmentedAssign"]),
        ("del self.x", ["Delete"]),
        ("y, (self.x, *z) = a", ["Assign"]),
        ("y = self.x = a", ["Assign"]),
        ("for self.x in a: pass", ["Loop"]),
        ("with a as self.x: pass", ["With"]),
        ("x = 1", []),
        ("x = self.y", []),
        ("self.x[0] = 1", ["Assign"]),
        ("del self.x[0]", ["Delete"]),
        ("x[0] = 1", []),
        ("x: int = 1", []),
        ("del x", []),
        ("for x in a: print(x)", []),
        ("'doc'", []),
        ("pass", []),
        ("a.x = 1", ["Assign"]),
    ],
)
def test_assignments_to_attributes_are_kept(statements: str, left: list[str]) -> None:
    assert left_of(method(statements)) == left


def test_the_first_parameter_goes_by_its_own_name() -> None:
    assert left_of(method("this.x = 1", "def f(this, self): ")) == ["Assign"]
    assert left_of(method("y = 1", "def f(this): ")) == []
    assert left_of(method("this.x = 1", "def f(this, /): ")) == ["Assign"]


def test_attributes_of_what_the_module_binds_are_kept() -> None:
    source = "class A: pass\nimport b\ndef f():\n c = 1\n A.x = 1\n A.y.z = 2\n b.x = 3\n c.x = 4\n"
    assert left_of(source) == ["Assign", "Assign"]


@pytest.mark.parametrize(
    ("statements", "left"),
    [
        ("x = 1", ["Assign"]),
        ("x += 1", ["AugmentedAssign"]),
        ("del x", ["Delete"]),
        ("y, x = a", ["Assign"]),
        ("for x in a: pass", ["Loop"]),
        ("with a as x: pass", ["With"]),
        ("import x", ["Import"]),
        ("import x.y", ["Import"]),
        ("import y as x", ["Import"]),
        ("from y import z as x", ["ImportFrom"]),
        ("import y", []),
        ("def x(): return 1", ["FunctionDef"]),
        ("class x: y = 1", ["ClassDef"]),
        ("(x := 1)", ["x := 1"]),
        ("y = (x := 1)", ["x := 1"]),
        ("try: pass\nexcept a as x: pass", ["Try"]),
        ("match a:\n case [x]: pass", ["Match"]),
        ("y = 1", []),
    ],
)
def test_bindings_of_global_names_are_kept(statements: str, left: list[str]) -> None:
    found = function(method("global x\n" + statements))
    assert found.globals == ("x",)
    assert left_of(method("global x\n" + statements)) == left


def test_global_declarations_of_nested_functions_are_their_own() -> None:
    assert function("def f():\n def g():\n  global x\n x = 1\n").globals == ()
    assert function("def f():\n if a:\n  global x, y\n x = 1\n").globals == ("x", "y")


@pytest.mark.parametrize(
    ("statements", "left"),
    [
        ("super().__init__(a)", ["super().__init__(a)"]),
        ("self.setup()", ["self.setup()"]),
        ("helper(a)", ["helper(a)"]),
        ("A.setup()", ["A.setup()"]),
        ("x = helper()", ["helper()"]),
        ("x: int = helper()", ["helper()"]),
        ("await self.setup()", ["await self.setup()"]),
        ("print(a)", []),
        ("imported.call(a)", []),
        ("imported.call(self)", ["imported.call(self)"]),
        ("imported.call(a, k=self)", ["imported.call(a, k=self)"]),
        ("a.call()", []),
    ],
)
def test_calls_that_may_bind_are_kept(statements: str, left: list[str]) -> None:
    source = "import imported\nclass A: pass\ndef helper(): pass\nasync " + method(statements)
    assert left_of(source) == left


@pytest.mark.parametrize(
    "statement",
    [
        "setattr(a, b, 1)",
        "delattr(a, b)",
        "exec(a)",
        "x = eval(a)",
        "globals()['x'] = 1",
        "globals().update(a)",
        "vars(a)['x'] = 1",
        "locals()",
        "self.__dict__.update(a)",
        "self.__dict__ = a",
        "object.__setattr__(self, a, 1)",
        "sys.modules[__name__] = a",
        "__import__(a)",
        "self.__class__ = a",
        "self.__class__.x = 1",
        "x = [globals() for y in a]",
        "\uff53\uff45\uff54attr(a, b, 1)",
        "type.__setattr__(a, b, 1)",
        "f.__globals__['x'] = 1",
        "assert setattr(a, b, 1)",
        "from builtins import setattr",
    ],
)
def test_dynamic_constructs_are_kept_wherever_they_are(statement: str) -> None:
    for around in (
        "{}",
        "if a:\n {}",
        "while a:\n for x in b:\n  {}",
        "try: pass\nexcept E: {}",
        "with a: {}",
        "def g():\n {}",
        "if a:\n class G:\n  {}",
        "async def g():\n def h(): {}",
    ):
        assert left_of(method(around.format(statement))), around


def test_dynamic_constructs_are_known_by_other_names() -> None:
    assert left_of("def f(a):\n from builtins import setattr as put\n put(a, 'b', 1)\n") == [
        "ImportFrom",
        "put(a, 'b', 1)",
    ]
    assert left_of("def f(a):\n put = setattr\n put(a, 'b', 1)\n") == ["Assign", "put(a, 'b', 1)"]
    for alias in ("from builtins import setattr as put", "first = setattr\nput = first", "import b\nput = b.setattr"):
        assert left_of(f"{alias}\ndef f(a):\n  x = [put(a, 'b', 1)]\n") == ["Assign"]


def test_dynamic_constructs_in_headers_are_kept() -> None:
    for statement in (
        "if exec(a): pass",
        "for x in globals(): pass",
        "with setattr(a, b, c): pass",
        "while eval(a): pass",
    ):
        assert len(left_of(method(statement))) == 1
    assert left_of(method("return globals()")) == ["Leave"]
    assert left_of(method("raise exec(a)")) != []


def test_control_flow_around_what_is_kept_stays() -> None:
    source = """
    def f(self, a):
        if a > 1:
            return
        elif a:
            self.x = 1
        for b in a:
            if b: break
            self.y = b
        else:
            print()
        while a:
            with c() as d:
                try:
                    self.z = 1
                except E as e:
                    continue
                finally:
                    a = 2
        match a:
            case [q] if q:
                self.w = q
            case _:
                raise E(a)
    """
    first, loop, second, match = inside(function(source))
    assert isinstance(first, If)
    assert isinstance(first.body[0], Leave)
    assert isinstance(first.orelse[0], If)
    assert isinstance(loop, Loop)
    assert isinstance(loop.body[0], If)
    assert isinstance(second, Loop)
    (inner,) = second.body
    assert isinstance(inner, With)
    assert isinstance(inner.body[0], Try)
    assert [leave.how for leave in inner.body[0].handlers[0].body if isinstance(leave, Leave)] == ["continue"]
    assert isinstance(match, Match)
    assert match.cases[0].captures[0][0] == "q"
    assert isinstance(match.cases[1].body[0], Leave)


def test_a_body_that_only_leaves_without_a_value_is_empty() -> None:
    assert left_of("def f(a):\n if a: return\n raise E\n") == []
    assert left_of("def f(a):\n for b in a:\n  if b: return None\n") != []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a", True),
        ("self.a.b", True),
        ("f(a, 1, k=[b])", True),
        ("'text'", True),
        ("None", True),
        ("a + b", False),
        ("[x for x in a]", False),
        ("elsewhere(" + "a, " * 100 + ")", False),
        ("f(" + "a, " * 10 + "1 << 2)", True),  # what it calls may change the module
        ("lambda: a", True),
    ],
)
def test_returns_keep_small_values(text: str, kept: bool) -> None:
    found = inside(function(f"def f(self, a):\n self.x = 1\n return {text}\n"))[-1]
    assert isinstance(found, Leave)
    assert found.how == "return"
    assert (found.value.text if found.value else None) == (text if kept else None)


def test_values_of_kept_assignments_are_followed_in_full() -> None:
    (found,) = inside(function("def f(self):\n self.x = make(1, k='v')\n"))
    assert isinstance(found, Assign)
    assert found.value is not None
    assert isinstance(found.value.node, Call)
    assert found.value.node.function == Name("make")
    assert found.value.node.keywords[0].value == Constant("v")


def test_a_function_that_makes_functions_is_kept_whole() -> None:
    source = """
    def deco(f):
        name = f.__name__
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            found = f(*args, **kwargs)
            return found
        made = update(wrapper, f)
        return made
    """
    deco = function(source)
    assert deco.is_whole
    assert [told(each) for each in inside(deco)] == ["Assign", "FunctionDef", "Assign", "Leave"]
    wrapper = inside(deco)[1]
    assert isinstance(wrapper, FunctionDef)
    assert wrapper.is_whole
    assert [told(each) for each in inside(wrapper)] == ["Assign", "Leave"]
    assert [each.text for each in wrapper.decorators] == ["functools.wraps(f)"]


@pytest.mark.parametrize(
    "body",
    [
        "def inner(): x = 1\n    return 1",
        "def inner(): x = 1\n    inner()",
        "n = 0\n    def inner():\n        nonlocal n\n        n = 1\n    return inner",
    ],
)
def test_a_function_that_hands_out_none_of_its_functions_is_reduced(body: str) -> None:
    """So is one whose functions change its variables, which is not followed."""
    assert not function(f"def f():\n    {body}\n").is_whole


@pytest.mark.parametrize("source", ["def __getattr__(name):\n    x = name", "def __new__(cls):\n    x = cls.y"])
def test_what_provides_names_or_makes_classes_is_kept_whole(source: str) -> None:
    assert function(source).is_whole


def test_locals_are_the_bound_names_that_the_rest_reads() -> None:
    source = """
    def f(self, a):
        global g
        b = c = 1
        for d in a: pass
        with e as (h, i): pass
        import j.k, l as m
        try: pass
        except E as n: pass
        match a:
            case [o]: pass
        def p(): q = 1
        if (r := 1): pass
        self.x = (a, b, d, h, j, m, n, o, p, q, r, g, z)
        g = 1
    """
    assert function(source).locals == ("b", "d", "h", "j", "m", "n", "o", "p", "r")


def test_mentions_are_names_of_functions_with_effects() -> None:
    source = """
    def plain(): pass
    def effect():
        global x
        x = 1
    def second(): return [effect]
    class C:
        def m(self): setattr(self, 'x', 1)
    def third():
        def inner(): second(); C; plain()
    def fourth(): 'effect'; effect = plain
    """
    found = {each.name: each.mentions for each in body(source) if isinstance(each, FunctionDef)}
    assert found == {"plain": (), "effect": (), "second": ("effect",), "third": ("C", "second"), "fourth": ()}


def test_mentions_are_empty_where_no_function_has_effects() -> None:
    assert function("def a(): pass\ndef b(): a()\n").mentions == ()


def test_methods_of_classes_are_reduced_alike() -> None:
    (found,) = body("class A:\n def f(self):\n  self.x = 1\n  y = 2\n")
    assert isinstance(found, ClassDef)
    (inner,) = found.body
    assert isinstance(inner, FunctionDef)
    assert len(inside(inner)) == 1


def test_a_long_elif_chain_in_a_body_stays_flat() -> None:
    chain = "if a: self.x = 0\n" + "".join(f"elif a == {i}: self.x = {i}\n" for i in range(500))
    (found,) = inside(function(method(chain.rstrip())))
    assert isinstance(found, Match)
    assert len(found.cases) == 502
    assert left_of(method("if a: b = 0\n" + "elif a: c = 1\n" * 500 + "else: d = 2")) == []
