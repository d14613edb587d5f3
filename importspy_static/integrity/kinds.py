"""The kinds of nodes of Python's abstract grammar, with the fields that mean something, in the order of the form.

Version 1 of the fingerprint is this table and the rules of `forms`. It follows the abstract grammar of Python 3.14.
What is added to it gives forms to sources that had none; no line of it may change.
"""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    # statements
    "Return": ("value",),
    "Delete": ("targets",),
    "Assign": ("targets", "value"),
    "TypeAlias": ("name", "type_params", "value"),
    "AugAssign": ("target", "op", "value"),
    "AnnAssign": ("target", "annotation", "value", "simple"),
    "For": ("target", "iter", "body", "orelse"),
    "AsyncFor": ("target", "iter", "body", "orelse"),
    "While": ("test", "body", "orelse"),
    "If": ("test", "body", "orelse"),
    "With": ("items", "body"),
    "AsyncWith": ("items", "body"),
    "Match": ("subject", "cases"),
    "Raise": ("exc", "cause"),
    "Try": ("body", "handlers", "orelse", "finalbody"),
    "TryStar": ("body", "handlers", "orelse", "finalbody"),
    "Assert": ("test", "msg"),
    "Import": ("names",),
    "ImportFrom": ("module", "names", "level"),
    "Global": ("names",),
    "Nonlocal": ("names",),
    "Expr": ("value",),
    "Pass": (),
    "Break": (),
    "Continue": (),
    # expressions
    "BoolOp": ("op", "values"),
    "NamedExpr": ("target", "value"),
    "BinOp": ("left", "op", "right"),
    "UnaryOp": ("op", "operand"),
    "Lambda": ("args", "body"),
    "IfExp": ("test", "body", "orelse"),
    "Dict": ("keys", "values"),
    "Set": ("elts",),
    "ListComp": ("elt", "generators"),
    "SetComp": ("elt", "generators"),
    "DictComp": ("key", "value", "generators"),
    "GeneratorExp": ("elt", "generators"),
    "Await": ("value",),
    "Yield": ("value",),
    "YieldFrom": ("value",),
    "Compare": ("left", "ops", "comparators"),
    "Call": ("func", "args", "keywords"),
    "Attribute": ("value", "attr"),
    "Subscript": ("value", "slice"),
    "Starred": ("value",),
    "Name": ("id",),
    "List": ("elts",),
    "Tuple": ("elts",),
    "Slice": ("lower", "upper", "step"),
    "JoinedStr": ("values",),
    "TemplateStr": ("values",),
    "FormattedValue": ("value", "conversion", "format_spec"),
    "Interpolation": ("value", "str", "conversion", "format_spec"),
    # parts of these
    "comprehension": ("target", "iter", "ifs", "is_async"),
    "ExceptHandler": ("type", "name", "body"),
    "arguments": ("posonlyargs", "args", "vararg", "kwonlyargs", "kw_defaults", "kwarg", "defaults"),
    "arg": ("arg", "annotation"),
    "keyword": ("arg", "value"),
    "alias": ("name", "asname"),
    "withitem": ("context_expr", "optional_vars"),
    "match_case": ("pattern", "guard", "body"),
    "MatchValue": ("value",),
    "MatchSingleton": ("value",),
    "MatchSequence": ("patterns",),
    "MatchMapping": ("keys", "patterns", "rest"),
    "MatchClass": ("cls", "patterns", "kwd_attrs", "kwd_patterns"),
    "MatchStar": ("name",),
    "MatchAs": ("pattern", "name"),
    "MatchOr": ("patterns",),
    "TypeVar": ("name", "bound", "default_value"),
    "ParamSpec": ("name", "default_value"),
    "TypeVarTuple": ("name", "default_value"),
}

SIGNATURES: dict[str, tuple[str, ...]] = {
    "FunctionDef": ("name", "decorator_list", "args", "returns", "type_params"),
    "AsyncFunctionDef": ("name", "decorator_list", "args", "returns", "type_params"),
    "ClassDef": ("name", "decorator_list", "bases", "keywords", "type_params"),
}
"""What a definition says before its body."""

OPERATORS = frozenset(
    "Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv And Or Invert Not UAdd USub"
    " Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn".split()
)

WITHOUT_MEANING = frozenset({"ctx", "type_comment", "type_ignores", "kind"})
"""Fields that follow from the rest, or that nothing reads: the context of a name, comments, the `u` of a string."""
