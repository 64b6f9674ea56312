"""The index of the rules' pages, and the pages as the documentation has them.

It knows every rule; ``pages`` knows none, so that a rule can show its page.
"""

from __future__ import annotations

from pathlib import Path

from counterclaim.findings import FAMILIES, RULES
from counterclaim.findings.pages import page_text


def index_text() -> str:
    """The table of all rules, in Markdown."""
    lines = [
        "# Rules",
        "",
        "What `counterclaim check` can find; family CC6, what `counterclaim compare` can. Severity: note, warning,",
        "error; the exit status of `check` is 1 from warning on. `counterclaim rule CODE` prints a rule's page.",
        "",
    ]
    for family, title in FAMILIES.items():
        lines += [f"## {family} {title}", "", "| code | name | severity | what it says |", "|---|---|---|---|"]
        for rule in RULES.values():
            if rule.code.startswith(family):
                lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {rule.summary} |")
        lines.append("")
    return "\n".join(lines)


def write_pages(folder: Path) -> None:
    """Write every page and the index into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in RULES:
        (folder / f"{code}.md").write_text(page_text(code), encoding="utf-8")
    (folder / "index.md").write_text(index_text(), encoding="utf-8")
