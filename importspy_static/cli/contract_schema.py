"""The command `contract schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from importspy_static.cli import choices, options
from importspy_static.cli.status import RefusalError, Status
from importspy_static.cli.writing import deliver

FORMS = ("json",)


def schema(
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format", "-f", metavar="|".join(FORMS), help="The form.", autocompletion=lambda: list(FORMS)
        ),
    ] = "json",
    output_file: options.OutputFile = None,
) -> None:
    """Print the JSON Schema (2020-12) of the contract language.

    A project that keeps it as spymodel.schema.json (-o spymodel.schema.json) has generated contracts name that file in
    their first line, where editors find it on every machine.
    """
    choices.one_of(output_format, FORMS, "--output-format")
    from importspy_static.contract.schema import schema_text

    try:
        text = schema_text()
    except OSError as error:
        raise RefusalError(f"the schema cannot be read: {error.strerror}", "install the program anew") from error
    deliver(text, output_file)
    raise typer.Exit(Status.COMPLIANT)
