"""Additions that no caller can notice: a module that kept its contract keeps it still."""

from __future__ import annotations

import random

import libcst as cst

INTERFACES = {"Protocol", "TypedDict", "ABC", "ABCMeta"}
"""Bases of classes that others are held to: what is added there is asked of these."""
ABSTRACT = "abstract"


def with_optional_argument(text: str, chance: random.Random) -> str | None:
    """With an argument that has a default at the end of functions; behind `*args`, it is by keyword only."""
    return None if _says_defaults(text) else _changed(text, _Arguments(chance, keyword_only=False))


def with_keyword_argument(text: str, chance: random.Random) -> str | None:
    """With an argument by keyword only, that has a default."""
    return None if _says_defaults(text) else _changed(text, _Arguments(chance, keyword_only=True))


def with_method(text: str, chance: random.Random) -> str | None:
    """With another method at the end of classes."""
    return _changed(text, _Methods(chance))


def with_function(text: str, _chance: random.Random) -> str | None:
    """With another function at the end of the module."""
    try:
        cst.parse_module(text)
    except (cst.ParserSyntaxError, RecursionError):
        return None
    return f"{text.rstrip()}\n\n\ndef added_function(argument=None, *, keyword: int = 1):\n    return argument\n"


def _says_defaults(text: str) -> bool:
    """Whether a module sets the defaults of functions, which are those of whatever arguments come last."""
    return "__defaults__" in text or "__kwdefaults__" in text


def _changed(text: str, change: _Additions) -> str | None:
    try:
        made = cst.parse_module(text).visit(change).code
    except (cst.ParserSyntaxError, RecursionError):
        return None
    return made if change.count else None


class _Additions(cst.CSTTransformer):
    """Keeps off classes that are interfaces."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.count = 0
        self._chance = chance

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:  # noqa: N802 - libcst calls it
        return not _is_interface(node)


class _Arguments(_Additions):
    def __init__(self, chance: random.Random, *, keyword_only: bool) -> None:
        super().__init__(chance)
        self._keyword_only = keyword_only

    def leave_FunctionDef(  # noqa: N802 - libcst calls it
        self,
        original_node: cst.FunctionDef,  # noqa: ARG002
        updated_node: cst.FunctionDef,
    ) -> cst.FunctionDef:
        if self._chance.randrange(4) == 0:
            return updated_node
        self.count += 1
        params = updated_node.params
        added = cst.Param(cst.Name("added_option"), default=cst.Name("None"))
        if self._keyword_only or isinstance(params.star_arg, (cst.Param, cst.ParamStar)):
            star = params.star_arg if isinstance(params.star_arg, (cst.Param, cst.ParamStar)) else cst.ParamStar()
            changed = params.with_changes(kwonly_params=[*params.kwonly_params, added], star_arg=star)
        else:
            changed = params.with_changes(params=[*params.params, added])
        return updated_node.with_changes(params=changed)


class _Methods(_Additions):
    def leave_ClassDef(  # noqa: N802 - libcst calls it
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        if _is_interface(original_node) or not isinstance(updated_node.body, cst.IndentedBlock):
            return updated_node
        self.count += 1
        method = cst.parse_statement("def added_method(self, argument=None):\n    return argument\n")
        body = updated_node.body.with_changes(body=[*updated_node.body.body, method])
        return updated_node.with_changes(body=body)


def _is_interface(node: cst.ClassDef) -> bool:
    code = cst.Module([])
    words = {word for base in node.bases for word in code.code_for_node(base.value).replace("[", ".").split(".")}
    keywords = {word for each in node.keywords for word in code.code_for_node(each.value).split(".")}
    return bool(INTERFACES & (words | keywords)) or ABSTRACT in code.code_for_node(node.body)
