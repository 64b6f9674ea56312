"""A thin client of the pages that ``counterclaim serve`` serves, for programs elsewhere.

    from counterclaim.client import Client

    with Client("https://claims.example.org", token) as there:
        for claim in there.claims(side="UA", measure="killed"):
            print(claim["sentence"])
        report = there.check("The army lost 120 soldiers near Vovchansk.")
        there.add("story.pdf")
        there.judge(claim["id"], "accept")

What comes back are the JSON tables of the contract (``counterclaim schema claim``, ``/openapi.json``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    import httpx

PATIENCE = 60.0  # seconds for one answer
_PAGE = 200  # claims asked for at once

Table = dict[str, Any]


class ClientError(CounterclaimError):
    """The server did not do what was asked; ``status`` is its number, 0 where it did not answer at all."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class Client:
    """A served ledger at ``url``. ``token`` is made on one's account's page; alone on one's computer none is needed."""

    def __init__(self, url: str, token: str | None = None, *, patience: float = PATIENCE) -> None:
        import httpx

        headers = {"accept": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        self.url = url.rstrip("/")
        self._web = httpx.Client(base_url=self.url, headers=headers, timeout=patience, follow_redirects=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back."""
        self._web.close()

    # ------------------------------------------------------------------------------------------------- reading

    def me(self) -> Table:
        """Who the server takes us for."""
        return self._get("/api/me")

    def head(self) -> Table:
        """How many rows the ledger has, and the root of their tree."""
        return self._get("/api/head")

    def claims(self, **filters: str | date) -> Iterator[Table]:
        """The claims that fit, page after page; filters are those of the page, as ``side``, ``from_``, ``q``."""
        asked = {name.rstrip("_"): str(value) for name, value in filters.items()}
        path: str | None = "/claims.json"
        asked |= {"size": str(_PAGE)} | ({} if "sort" in asked else {"sort": "-added"})
        while path is not None:
            page = self._get(path, asked)
            yield from page["claims"]
            path, asked = page["next"], {}

    def claim(self, claim: str) -> Table:
        """One claim with what is known about it."""
        return self._get(f"/claims/{claim}.json")

    def document(self, document: str) -> Table:
        """One document with its claims and findings."""
        return self._get(f"/documents/{document}.json")

    def check(self, text: str, *, published: date | None = None, language: str | None = None) -> Table:
        """The report on a text: claims, findings, refusals. Nothing is kept."""
        sent = _given(text=text, published=published, language=language)
        report: Table = self._send("/api/check", json=sent)["documents"][0]
        return report

    def trace(self, figures: str, near: str | None = None) -> list[Table]:
        """Where figures come from, best first, each with its chance."""
        matches: list[Table] = self._get("/trace.json", _given(q=figures, near=near))["matches"]
        return matches

    # ------------------------------------------------------------------------------------------------ changing

    def add(
        self,
        what: str | Path | bytes,
        *,
        name: str | None = None,
        url: str | None = None,
        published: date | None = None,
        language: str | None = None,
    ) -> Table:
        """Adds a file (a path, or bytes with a name); what was new, and what it claims."""
        if isinstance(what, bytes):
            content, called = what, name or "document"
        else:
            path = Path(what)
            try:
                content, called = path.read_bytes(), name or path.name
            except OSError as error:
                raise ClientError(f"{path} cannot be read: {error.strerror or error}") from error
        told = _given(name=called, url=url, published=published, language=language)
        return self._send(
            "/api/files", params=told, content=content, headers={"content-type": "application/octet-stream"}
        )

    def add_text(
        self,
        text: str,
        *,
        name: str,
        url: str | None = None,
        published: date | None = None,
        language: str | None = None,
    ) -> Table:
        """Adds a text."""
        return self._send(
            "/api/documents", json=_given(text=text, name=name, url=url, published=published, language=language)
        )

    def judge(
        self, claim: str, verdict: str, *, fields: Mapping[str, str | float | None] | None = None, note: str = ""
    ) -> Table:
        """Gives a verdict on a claim: accept, reject, unsure, or correct with the corrected fields."""
        sent = {"verdict": verdict, "fields": dict(fields or {}), "note": note}
        return self._send(f"/api/claims/{claim}/judgements", json=sent)

    def undo(self, judgement: str) -> Table:
        """Takes back a verdict, by its id."""
        return self._send(f"/api/judgements/{judgement}/undo")

    def grade(self, subject: str, grade: str, *, note: str = "") -> Table:
        """Grades a source (A to F) or a claim (1 to 6)."""
        kind = "claims" if grade.isdigit() else "sources"
        return self._send(f"/api/{kind}/{subject}/grades", json={"grade": grade, "note": note})

    # ----------------------------------------------------------------------------------------------- the wire

    def _get(self, path: str, asked: Mapping[str, str] | None = None) -> Table:
        return self._ask("GET", path, params=asked or None)

    def _send(self, path: str, **sent: Any) -> Table:
        return self._ask("POST", path, **sent)

    def _ask(self, method: str, path: str, **sent: Any) -> Table:
        import httpx

        try:
            answer = self._web.request(method, path, **sent)
        except httpx.HTTPError as error:
            raise ClientError(f"{self.url} cannot be asked: {error or type(error).__name__}") from error
        if answer.is_success:
            table: Table = answer.json()
            return table
        raise ClientError(_sentence(answer), answer.status_code)


def _sentence(answer: httpx.Response) -> str:
    """Why the server did not do it, in its own words where it has some."""
    try:
        said = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        said = answer.text.strip().splitlines()[0][:300] if answer.text.strip() else answer.reason_phrase
    wait = answer.headers.get("retry-after")
    return f"{answer.status_code}: {said}" + (f" (wait {wait} s)" if wait and wait not in str(said) else "")


def _given(**values: str | date | None) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}
