"""Signing in by somebody else's word: OpenID Connect, the code flow with PKCE, state and nonce.

    Provider    issuer, our id there and our secret
      .way      where to send a person, and what to remember until they are back
      .vouched  who came back, as the provider's signed word has it

The provider's addresses come from its discovery document, its keys from there too; both are asked of it alone. Who is
vouched for gets in only where an account or an invitation is waiting for them.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    import httpx

    from counterclaim.web.accounts import Arrival

SCOPE = "openid profile"
PATIENCE = 10.0  # seconds for each answer of the provider
LEEWAY = 60  # seconds by which clocks may differ
# Asymmetric signatures only: a secret shared with us must not be enough to vouch for anybody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


class ProviderError(CounterclaimError):
    """The provider did not vouch for anybody."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider vouches for: its issuer and subject, and a name to begin with."""

    issuer: str
    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider at which people have accounts. ``title`` is what the button says."""

    issuer: str
    client: str
    secret: str
    title: str = "OpenID"

    def way(self, back: str, state: str, arrival: Arrival) -> str:
        """The address at the provider where a person signs in; it sends them to ``back`` with ``state``."""
        with _asking() as web:
            there = self._discovered(web)
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                there["authorization_endpoint"],
                state=state,
                nonce=arrival.nonce,
                code_verifier=arrival.verifier,
            )
        return str(url)

    def vouched(self, back: str, answer: Mapping[str, str], state: str, arrival: Arrival) -> Vouched:
        """Who came back with this answer; raises ``ProviderError`` when anything about it is not right."""
        from authlib.common.errors import AuthlibBaseError

        if "error" in answer:
            raise ProviderError(f"{self.title} says: {answer.get('error_description') or answer['error']}"[:300])
        if not hmac.compare_digest(answer.get("state", "").encode(), state.encode()) or not answer.get("code"):
            raise ProviderError(f"{self.title} sent you back without what we sent along: sign in once more")
        if answer.get("iss", self.issuer) != self.issuer:
            raise ProviderError("another provider answered than was asked")
        with _asking() as web:
            there = self._discovered(web)
            keys = _fetched(web, there["jwks_uri"], self.title)
        try:
            with self._client(back) as client:
                got = client.fetch_token(there["token_endpoint"], code=answer["code"], code_verifier=arrival.verifier)
        except (AuthlibBaseError, ValueError) as error:
            raise ProviderError(f"{self.title} did not take its own word back: {error}"[:300]) from error
        except OSError as error:
            raise ProviderError(f"{self.title} cannot be reached: {error}"[:300]) from error
        claims = self._read(str(got.get("id_token", "")), keys, arrival.nonce)
        names = (claims.get(key) for key in ("preferred_username", "name", "email"))
        name = next((name for name in names if isinstance(name, str) and name.strip()), str(claims["sub"]))
        return Vouched(self.issuer, str(claims["sub"]), name.strip()[:90])

    def _read(self, word: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of a signed word that is the provider's, for us, of now and of this signing in."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            token = jwt.decode(word, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            registry.validate(token.claims)
        except (JoseError, ValueError, KeyError) as error:
            raise ProviderError(f"the word of {self.title} is not good: {error}"[:300]) from error
        return dict(token.claims)

    def _discovered(self, web: httpx.Client) -> Mapping[str, Any]:
        there = _fetched(web, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration", self.title)
        if there.get("issuer") != self.issuer:
            raise ProviderError(f"{self.issuer} says that it is {there.get('issuer')}: give that as the issuer")
        if not all(
            isinstance(there.get(name), str) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        ):
            raise ProviderError(f"{self.issuer} does not say where people sign in")
        return there

    def _client(self, back: str) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self.client, self.secret, scope=SCOPE, redirect_uri=back, code_challenge_method="S256", timeout=PATIENCE
        )


def _asking() -> httpx.Client:
    import httpx

    return httpx.Client(timeout=PATIENCE, follow_redirects=False)


def _fetched(web: httpx.Client, url: str, title: str) -> Mapping[str, Any]:
    import httpx

    try:
        answer = web.get(url)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderError(f"{title} cannot be asked at {url}: {error}"[:300]) from error
    if not isinstance(found, dict):
        raise ProviderError(f"{title} does not answer as a provider does at {url}")
    return found
