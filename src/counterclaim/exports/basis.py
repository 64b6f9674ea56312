"""What an export rests on, named in every one of them: the ledger's tree head, the filters, the program's version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counterclaim import __version__

NAMESPACE = "urn:counterclaim:"  # of the names that the program gives; an address would promise a page


@dataclass(frozen=True, slots=True)
class Basis:
    """``head`` is the tree head of the ledger, ``None`` where there was none; ``filters`` is what was asked of it."""

    head: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    version: str = __version__

    def fields(self, **more: Any) -> dict[str, Any]:
        """As an object for JSON, in a fixed order; ``more`` says what is in the export and what was left out."""
        return {
            "program": f"counterclaim {self.version}",
            "head": self.head,
            "filters": dict(sorted(self.filters.items())),
            **more,
        }

    def words(self) -> str:
        """As a sentence for a person."""
        asked = ", ".join(f"{name} = {value}" for name, value in sorted(self.filters.items()))
        head = f"ledger head {self.head}" if self.head else "no ledger"
        return f"Made by counterclaim {self.version} from {head}; filters: {asked or 'none'}."
