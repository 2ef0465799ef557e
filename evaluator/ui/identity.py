"""Who a browser belongs to, by the cookies that came with its connection: our own sign-in, or that of a provider."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from evaluator.services.signing_in import Provided

COOKIE: Final = "ve_session"
# Streamlit keeps what the provider said of a person in this cookie, signed, cut in pieces where it is long.
PROVIDER_COOKIE: Final = "_streamlit_user"


def secret(cookies: Mapping[str, str]) -> str:
    """What stands for the sign-in: the own cookie, else a digest of the provider's, else nothing.

    >>> secret({"ve_session": "a1"}), secret({}), len(secret({"_streamlit_user": "x", "_streamlit_user_1": "y"}))
    ('a1', '', 64)
    """
    if own := cookies.get(COOKIE):
        return own
    pieces = [(name, cookies[name]) for name in sorted(cookies) if _is_piece(name)]
    return hashlib.sha256(json.dumps(pieces).encode()).hexdigest() if pieces else ""


def _is_piece(name: str) -> bool:
    return name == PROVIDER_COOKIE or name.removeprefix(f"{PROVIDER_COOKIE}_").isdigit()


def provider_configured() -> bool:
    """Whether the settings name a provider of identities."""
    from streamlit.auth_util import get_secrets_auth_section

    return bool(get_secrets_auth_section())


def provided(cookies: Mapping[str, str]) -> Provided | None:
    """What a provider said of the person, None where no cookie of it is there or its signature does not hold."""
    from streamlit.auth_util import get_cookie_with_chunks, get_signing_secret
    from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

    def piece(name: str) -> bytes | None:
        held = cookies.get(name)
        return decode_signed_value(get_signing_secret(), name, held.encode("latin-1")) if held else None

    if PROVIDER_COOKIE not in cookies or not provider_configured():
        return None
    content = get_cookie_with_chunks(piece, PROVIDER_COOKIE)
    said: Any = json.loads(content) if content else {}
    if not said.get("iss") or not said.get("sub"):
        return None
    checked = said.get("email_verified") is True
    return Provided(
        issuer=str(said["iss"]), subject=str(said["sub"]), name=str(said.get("name") or said.get("email") or ""),
        email=str(said.get("email") or "") if checked else "",
    )  # fmt: skip
