"""counterclaim reads what is claimed about losses in war, by whom, and checks whether the numbers hold.

from counterclaim import check, read, trace

for report in check("article.txt"):
    for finding in report.findings:
        print(finding.code, finding.message)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Claim", "Document", "Finding", "Ledger", "Report", "check", "read", "trace"]

if TYPE_CHECKING:
    from counterclaim.ledger import Ledger
    from counterclaim.model import Claim, Document, Finding, Report
    from counterclaim.verbs import check, read, trace

_HOMES = dict.fromkeys(("Claim", "Document", "Finding", "Report"), "counterclaim.model")
_HOMES |= dict.fromkeys(("check", "read", "trace"), "counterclaim.verbs") | {"Ledger": "counterclaim.ledger"}


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that importing the package costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'counterclaim' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
