"""The group of commands `contract`: what is done with contracts alone, without any module."""

from __future__ import annotations

import typer

from importspy_static.cli.contract_lint import lint
from importspy_static.cli.contract_migrate import migrate
from importspy_static.cli.contract_schema import schema
from importspy_static.cli.contract_show import show
from importspy_static.cli.status import Status
from importspy_static.cli.terminal import tell

contracts = typer.Typer(name="contract", rich_markup_mode=None, no_args_is_help=False)


@contracts.callback(invoke_without_command=True)
def contract(context: typer.Context) -> None:
    """Work on contracts themselves; no module is looked at."""
    if context.invoked_subcommand is None:
        tell(context.get_help() + "\n")
        raise typer.Exit(Status.REFUSED)


contracts.command("lint")(lint)
contracts.command("migrate")(migrate)
contracts.command("schema")(schema)
contracts.command("show")(show)
