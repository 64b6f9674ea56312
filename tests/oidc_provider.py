"""A small OpenID provider on loopback for tests: discovery, authorization code with PKCE, tokens, keys.

It signs in whoever ``person`` names without asking, and can be told to misbehave: ``twist`` changes the claims of the
next words it signs, ``stranger`` signs with a key it does not publish.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

CLIENT, SECRET = "counterclaim", "a secret of the client"


class OpenIdProvider:
    """The provider: what it was asked, and how it answers."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey

        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.other = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.issuer = ""
        self.person = {"sub": "person-7", "preferred_username": "Mira"}
        self.twist: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.stranger = False
        self.algorithm = "RS256"
        self._codes: dict[str, dict[str, str]] = {}

    def app(self) -> Any:
        """The provider's pages."""
        from joserfc import jwt
        from joserfc.jwk import OctKey
        from starlette.applications import Starlette
        from starlette.requests import Request
        from starlette.responses import JSONResponse, RedirectResponse, Response
        from starlette.routing import Route

        async def discovery(_: Request) -> Response:
            return JSONResponse(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                }
            )

        async def keys(_: Request) -> Response:
            return JSONResponse({"keys": [self.key.as_dict(private=False)]})

        async def authorize(request: Request) -> Response:
            asked = dict(request.query_params)
            assert asked["client_id"] == CLIENT
            assert asked["response_type"] == "code"
            assert asked["code_challenge_method"] == "S256"
            assert "openid" in asked["scope"].split()
            code = secrets.token_urlsafe(16)
            self._codes[code] = asked
            sent = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
            return RedirectResponse(f"{asked['redirect_uri']}?{sent}", 303)

        async def token(request: Request) -> Response:
            form = dict(await request.form())
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            asked = self._codes.pop(str(form["code"]), None)
            if request.headers.get("authorization") != f"Basic {basic}" or asked is None:
                return JSONResponse({"error": "invalid_grant"}, 400)
            digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
                return JSONResponse({"error": "invalid_grant", "error_description": "wrong verifier"}, 400)
            assert form["redirect_uri"] == asked["redirect_uri"]
            now = int(time.time())
            claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
            claims = self.twist(claims | self.person)
            key: Any = self.other if self.stranger else self.key
            if self.algorithm == "HS256":
                key = OctKey.import_key(SECRET)
            word = jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, key)
            return JSONResponse({"access_token": "unused", "token_type": "Bearer", "id_token": word})

        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", discovery),
                Route("/keys", keys),
                Route("/authorize", authorize),
                Route("/token", token, methods=["POST"]),
            ]
        )


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serves an app on a free port of loopback; its address."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="warning", lifespan="off", ws="none"))
    listening = server.config.bind_socket()
    listening.listen()  # who asks before the server runs waits, and is not refused
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
