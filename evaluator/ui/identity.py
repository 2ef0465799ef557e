"""Who a browser belongs to, by the cookies that came with its connection: our own sign-in, or that of a provider."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from evaluator.services.front import Held
from evaluator.services.signing_in import Provided

COOKIE: Final = "ve_session"
# Streamlit keeps what the provider said of a person in this cookie, signed, cut in pieces where it is long.
PROVIDER_COOKIE: Final = "_streamlit_user"


def secret(cookies: Mapping[str, str]) -> str:
    """What stands for a sign-in by password; empty where there is none.

    >>> secret({"ve_session": "a1"}), secret({"_streamlit_user": "x"})
    ('a1', '')
    """
    return cookies.get(COOKIE, "")


def held(cookies: Mapping[str, str]) -> Held:
    """All that a browser brings to be recognised by."""
    return Held(secret(cookies), lambda: provided(cookies), provider_configured())


def provider_configured() -> bool:
    """Whether the settings name a provider of identities."""
    from streamlit.auth_util import get_secrets_auth_section

    return bool(get_secrets_auth_section())


def provided(cookies: Mapping[str, str]) -> tuple[Provided, str] | None:
    """What a provider said of the person, and what stands for that sign-in; None without a cookie whose signature holds.

    A sign-in is known by what was signed, which has a number of its own each time, never by the cookies as they came: those
    can be cut, filled and added to without breaking the signature.
    """
    from streamlit.auth_util import get_cookie_with_chunks, get_signing_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    def piece(name: str) -> bytes | None:
        held = cookies.get(name)
        return decode_signed_value(get_signing_secret(), name, held.encode("latin-1")) if held else None

    if PROVIDER_COOKIE not in cookies or not provider_configured():
        return None
    content = get_cookie_with_chunks(piece, PROVIDER_COOKIE)
    said: Any = json.loads(content) if content else {}
    if not content or not said.get("iss") or not said.get("sub"):
        return None
    checked = said.get("email_verified") is True
    person = Provided(
        issuer=str(said["iss"]), subject=str(said["sub"]), name=str(said.get("name") or said.get("email") or ""),
        email=str(said.get("email") or "") if checked else "",
    )  # fmt: skip
    return person, hashlib.sha256(b"provider" + content).hexdigest()
