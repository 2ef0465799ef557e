"""What a browser may load and where it may connect: everything from here, nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Final

_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# Sent with every answer.
FIXED: Final[dict[str, str]] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Addresses are told to nobody; a page with a form tells our own server where the form came from.
REFERRER: Final = "no-referrer"
REFERRER_FORM: Final = "same-origin"
# A file that is downloaded, or a page of our own without scripts.
CLOSED: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

# A page of our own with a form that is sent back here.
FORM: Final = CLOSED.replace("form-action 'none'", "form-action 'self'")


@cache
def inline_hashes(html: str) -> tuple[str, ...]:
    """CSP sources of the inline scripts of a page, by their SHA-256.

    >>> inline_hashes("<script>1</script>")
    ("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='",)
    """
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(html))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_security(html: str, host: str, *, secure: bool = False) -> str:
    """The policy for the app's page: our own files, Streamlit's one inline script by its hash, one websocket.

    ``host`` is the checked Host header; the websocket is named because not every browser counts it as our own.
    """
    scripts = " ".join(("'self'", *inline_hashes(html)))
    socket = f"{'wss' if secure else 'ws'}://{host}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' {socket}",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
