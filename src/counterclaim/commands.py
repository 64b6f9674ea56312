"""Every command beside ``read`` and ``check``: its name, what it says in short, and where it stands.

A command is imported and built when it is asked for: building all of them takes longer than reading an article. The
help, and a name that nobody knows, ask for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

# name: (where it stands, what it says in short); a group says its own
COMMANDS: Mapping[str, tuple[str, str | None]] = {
    "transcribe": ("calls.command:transcribe", "Write down what is said in recordings, by whom and when."),
    "watch": ("watching.command:watch", "Look at feeds and folders again and again; list the claims of what is new."),
    "trace": ("lookups:trace", "Find where figures come from."),
    "add": ("keeping:add", "Read documents into a ledger."),
    "claims": ("choosing:claims", "List the claims of a ledger."),
    "verify": ("keeping:verify", "Check that every row of a ledger is as it was added."),
    "head": ("keeping:head", "Print a ledger's head, to keep elsewhere."),
    "copy": ("keeping:copy", "Copy all of a ledger to one file."),
    "import": ("keeping:import_lines", "Make a ledger from the JSON lines of another."),
    "export": ("exports.command:export", "Write the claims of a ledger in a format of the field."),
    "review": ("reviewing:review", "Judge the claims of a ledger, one by one."),
    "grade": ("grading:grade", "Grade a source's reliability or a claim's credibility."),
    "serve": ("web.serving:serve", "Open the pages in a browser."),
    "redact": ("redaction.command:redact", "Write transcripts without personal data."),
    "reveal": ("revealing:reveal_document", "Show what is hidden of one document, for a reason that is kept."),
    "themes": ("theming:themes", "Say what calls are about, by the codebook's themes."),
    "codings": ("coding:codings", "List the themes of a ledger's calls; confirm, reject or add them."),
    "rule": ("lookups:rule", "Show what a rule means, or list them all."),
    "compare": ("comparing.command:compare", "Lay the claims of many sources beside each other."),
    "portrait": ("comparing.command:portrait", "Show what a source claimed, and how it stands to the record."),
    "incidents": ("comparing.command:incidents", "Group reports of one event, with low, best and high."),
    "sample": ("lookups:sample", "List, print or write the sample articles."),
    "schema": ("lookups:schema", "Print the JSON Schema of the output."),
    "doctor": ("lookups:doctor", "Show what is installed, for a report of a fault."),
    "accounts": ("web.accounts_command:accounts_app", None),
    "corpus": ("corpus.deeds:corpus_app", None),
    "series": ("lookups:series_app", None),
    "statements": ("lookups:statements_app", None),
}


class OnDemand(TyperGroup):
    """A group whose commands are imported and built when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of the help."""
        return [*(name for name in self.commands if name not in COMMANDS), *COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or ``None``; all are built then, for the help names those that are like it."""
        if cmd_name not in self.commands:
            for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
                self.commands[name] = _built(name)
        return self.commands.get(cmd_name)


def _built(name: str) -> Any:
    """A command or a group of them, from where it stands."""
    where, short = COMMANDS[name]
    module, _, attribute = where.partition(":")
    found = getattr(import_module(f"counterclaim.{module}"), attribute)
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
        group: Any = get_command(alone)
        return group.commands[name]
    alone.command(name, short_help=short)(found)
    return get_command(alone)
