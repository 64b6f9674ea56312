"""The OpenAPI document: what programs may ask and send, made from the table of routes and the dataclasses of ``api``.

document    routes and the server's address → OpenAPI 3.1, as a JSON table
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from counterclaim.formats import schema_text
from counterclaim.web.contract import Schema, parameters_of, schema_of
from counterclaim.web.roles import MAY, SCOPE_OF

if TYPE_CHECKING:
    from counterclaim.web.app import Route

_KINDS = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
    "vl": "application/json",
    "html-file": "text/html",
}
_ERRORS = {
    "400": "what was sent is not what is asked for; the sentence says where",
    "401": "nobody has signed in, or the token is unknown",
    "403": "the role or the token's scopes do not reach",
    "404": "there is no such thing",
    "405": "this address takes other methods",
    "413": "too much at once",
    "414": "the address is too long",
    "415": "a body of another media type than is taken",
    "421": "the server does not go by that name",
    "429": "too often; Retry-After says when to come back",
    "503": "the ledger cannot be read or written just now",
}


def document(routes: Iterable[Route], server: str) -> dict[str, Any]:
    """The whole document."""
    from counterclaim import __version__

    components = _published()
    components["Problem"] = {
        "type": "object",
        "description": "Why it was not done, in one sentence.",
        "required": ["error", "status"],
        "additionalProperties": False,
        "properties": {"error": {"type": "string"}, "status": {"type": "integer"}},
    }
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        if route.is_api:
            for method in route.methods:
                paths.setdefault(route.path, {})[method.lower()] = _operation(route, route.path, "json", components)
        elif not route.signed_in and route.methods == ("GET",):
            for suffix in route.suffixes:
                path = f"{route.path}.{suffix}"
                paths.setdefault(path, {})["get"] = _operation(route, path, suffix, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "counterclaim",
            "version": __version__,
            "description": "What is claimed about losses in war, by whom, and whether the numbers hold.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "a token of your account"}
            },
        },
    }


def _published() -> dict[str, Schema]:
    """The definitions of the published schemas, referring to each other as components."""
    check = json.loads(schema_text("check"))
    claim = json.loads(schema_text("claim"))
    found = {**check.pop("$defs"), **claim.pop("$defs")}
    found["check"], found["claim"] = check, claim
    for made in (check, claim):
        made.pop("$schema"), made.pop("$id")
    text = json.dumps(found).replace("#/$defs/", "#/components/schemas/")
    components: dict[str, Schema] = json.loads(text)
    return components


def _operation(route: Route, path: str, suffix: str, components: dict[str, Schema]) -> dict[str, Any]:
    """One method of one address."""
    scope = SCOPE_OF.get(route.role)
    words = " ".join((route.view.__doc__ or route.name).split())
    needs = f"Needs the role {route.role} (who {MAY[route.role]})" + (f", a token the scope {scope}." if scope else ".")
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": "^[^/.]+$", "minLength": 1},
        }
        for name in re.findall(r"\{(\w+)\}", path)
    ]
    if route.asks is not None:
        parameters += parameters_of(route.asks)
    kind = _KINDS.get(suffix, "application/octet-stream")
    gives = schema_of(route.gives, components) if route.gives is not None and suffix == "json" else _anything(kind)
    made: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", route.name if route.is_api else f"{route.name}_{suffix}"),
        "summary": words.split(". ")[0].rstrip("."),
        "description": words if route.role == "anyone" else f"{words} {needs}",
        "parameters": parameters,
        "responses": {
            str(route.status): {"description": "done", "content": {kind: {"schema": gives}}},
            **{code: _problem(told) for code, told in _ERRORS.items()},
        },
    }
    if route.takes is bytes:
        made["requestBody"] = {"required": True, "content": {"application/octet-stream": {"schema": {}}}}
    elif route.takes is not None:
        sent = {"schema": schema_of(route.takes, components)}
        made["requestBody"] = {"required": True, "content": {"application/json": sent}}
    if route.role != "anyone":
        made["security"] = [{"token": []}, {}]  # alone on one's own computer no token is needed
    return made


def _anything(kind: str) -> Schema:
    return {"type": "object"} if kind == "application/json" else {"type": "string"} if kind.startswith("text/") else {}


def _problem(words: str) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": words, "content": {"application/json": problem, "text/plain": text, "text/html": text}}
