"""The pieces of Python's grammar that not every Python has, each with the first version whose compiler takes it.

From the "What's New" pages and the grammar of the language reference, and tried on the interpreters themselves
(tests/extract/test_grammar.py). What limits changed is no grammar and not told: how deeply brackets and blocks nest,
how large numbers are, which characters Unicode knows.
"""

from __future__ import annotations

from typing import NamedTuple


class Feature(NamedTuple):
    """`name` reads as the subject of "…, line 12, is new in Python 3.10"."""

    name: str
    since: tuple[int, int]
    in_python_2: bool = False
    """Python 2.7 takes it all the same."""


NONLOCAL = Feature("the 'nonlocal' statement", (3, 0))
KEYWORD_ONLY = Feature("the keyword-only parameter", (3, 0))
FUNCTION_ANNOTATION = Feature("the annotation of a function", (3, 0))
RAISE_FROM = Feature("the 'raise ... from' statement", (3, 0))
STARRED_TARGET = Feature("the starred assignment target", (3, 0))
CLASS_KEYWORD = Feature("the keyword or starred base of a class", (3, 0))
NON_ASCII_NAME = Feature("the name that is not ASCII", (3, 0))
NON_ASCII_SOURCE = Feature("the source that is not ASCII and declares no encoding", (3, 0))
ELLIPSIS = Feature("the '...' outside of a subscript", (3, 0))
PRINT = Feature("'print' as a function", (3, 0))
EXEC = Feature("'exec' as a function", (3, 0))

YIELD_FROM = Feature("the 'yield from' expression", (3, 3))
GENERATOR_RETURN = Feature("the 'return' of a value from a generator", (3, 3))
U_STRING = Feature("the prefix 'u' of a string", (3, 3), in_python_2=True)
RB_STRING = Feature("the prefix 'rb' of a bytes literal", (3, 3))

ASYNC_FUNCTION = Feature("the 'async def' statement", (3, 5))
ASYNC_FOR = Feature("the 'async for' statement", (3, 5))
ASYNC_WITH = Feature("the 'async with' statement", (3, 5))
AWAIT = Feature("the 'await' expression", (3, 5))
MATRIX = Feature("the operator '@'", (3, 5))
CALL_UNPACKING = Feature("the unpacking in a call that is neither its only one nor its last", (3, 5))
CALL_COMMA = Feature("the comma behind the unpacking at the end of a call", (3, 5))
UNPACKING = Feature("the unpacking in a display", (3, 5))

F_STRING = Feature("the f-string", (3, 6))
VARIABLE_ANNOTATION = Feature("the annotation of a variable", (3, 6))
UNDERSCORE = Feature("the underscore in a number", (3, 6))
ASYNC_GENERATOR = Feature("the 'yield' in an 'async def'", (3, 6))
ASYNC_COMPREHENSION = Feature("the asynchronous comprehension", (3, 6))
PARAMETER_COMMA = Feature("the comma behind a '*' or '**' parameter", (3, 6))
EMPTY_TARGET = Feature("the target '()'", (3, 6))

ASYNC_GENERATOR_EXPRESSION = Feature("the asynchronous generator expression outside of asynchronous code", (3, 7))
STRING_AWAIT = Feature("the 'await' or 'async for' in an f-string", (3, 7))
MANY_ARGUMENTS = Feature("the call with more than 255 arguments", (3, 7))
MANY_UNPACKED = MANY_ARGUMENTS._replace(in_python_2=True)
"""Where it are so many only with the unpacked ones."""
MANY_BASES = Feature("the class with more than 255 bases and keywords", (3, 7), in_python_2=True)
MANY_PARAMETERS = Feature("the function with more than 255 parameters", (3, 7), in_python_2=True)

WALRUS = Feature("the operator ':='", (3, 8))
POSITIONAL_ONLY = Feature("the positional-only parameter", (3, 8))
STRING_EQUALS = Feature("the '=' in a field of an f-string", (3, 8))
FINALLY_CONTINUE = Feature("the 'continue' in a 'finally' clause", (3, 8))
RETURN_UNPACKING = Feature("the unpacking in 'return' or 'yield' without parentheses", (3, 8))
ANNOTATED_TUPLE = Feature("the annotated assignment of a tuple or 'yield' without parentheses", (3, 8))
GLOBAL_ANNOTATION = Feature("the annotation of a variable that was declared 'global' before", (3, 8))

DECORATOR = Feature("the decorator that is neither a dotted name nor a call of one", (3, 9))
WITH_PARENTHESES = Feature("the 'with' statement with its items in parentheses", (3, 9))
FOR_UNPACKING = Feature("the unpacking behind 'in' of a 'for' statement without parentheses", (3, 9))
AUGMENTED_UNPACKING = Feature("the unpacking in an augmented assignment without parentheses", (3, 9))
SET_WALRUS = Feature("the ':=' in a set or a generator argument without parentheses", (3, 9))

MATCH = Feature("the 'match' statement", (3, 10))
SUBSCRIPT_WALRUS = Feature("the ':=' in a subscript without parentheses", (3, 10))

EXCEPT_STAR = Feature("the 'except*' clause", (3, 11))
SUBSCRIPT_UNPACKING = Feature("the unpacking in a subscript", (3, 11))
STARRED_ANNOTATION = Feature("the starred annotation of a parameter", (3, 11))
NESTED_ASYNC_COMPREHENSION = Feature("the asynchronous comprehension inside a synchronous one", (3, 11))

TYPE_PARAMETER = Feature("the type parameter", (3, 12))
TYPE_STATEMENT = Feature("the 'type' statement", (3, 12))
STRING_QUOTE = Feature("the f-string with its own quotes in a field", (3, 12))
STRING_BACKSLASH = Feature("the backslash in a field of an f-string", (3, 12))
STRING_COMMENT = Feature("the comment in a field of an f-string", (3, 12))
STRING_LINES = Feature("the line break in a field of an f-string in single quotes", (3, 12))
STRING_DEPTH = Feature("the third level of fields in an f-string", (3, 12))
STRING_SPACE = Feature("the space behind the conversion in a field of an f-string", (3, 12))

TYPE_DEFAULT = Feature("the default of a type parameter", (3, 13))
CLASS_TYPE_SCOPE = Feature("the lambda or comprehension in the types of a generic member of a class", (3, 13))
HANDLER_GLOBAL = Feature("the 'global' or 'nonlocal' in 'except' of a name that 'else' has", (3, 13), in_python_2=True)

T_STRING = Feature("the t-string", (3, 14))
EXCEPT_LIST = Feature("the 'except' clause with several types and no parentheses", (3, 14))
EXCEPT_PAIR = Feature("the 'except' clause with two types and no parentheses", (3, 14), in_python_2=True)

LAZY_IMPORT = Feature("the 'lazy' import", (3, 15))
COMPREHENSION_UNPACKING = Feature("the unpacking in a comprehension", (3, 15))

FUTURES = {
    name: Feature(f"'from __future__ import {name}'", since)
    for name, since in {"barry_as_FLUFL": (3, 1), "generator_stop": (3, 5), "annotations": (3, 7)}.items()
}
"""Those that not every Python 2.7 and 3.0 has."""
