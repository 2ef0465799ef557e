"""Streamlit's options, the same under every way to start; ``.streamlit/config.toml`` says the same (a test compares)."""

from __future__ import annotations

from typing import Final

from evaluator.ui import theme

Option = str | int | bool | list[str] | list[int]

HOST: Final = "127.0.0.1"
PORT: Final = 8501
ALLOWED_HOSTS: Final = ("127.0.0.1", "localhost")

# Loopback only, nothing sent home, no developer's tools, no traces on the screen, and no editor of unlimited size:
# a widget state above 1 MB or a message above 32 MB is refused before it costs anything.
_SERVER: Final[dict[str, Option]] = {
    "server.address": HOST,
    "server.headless": True,
    "server.allowedHosts": list(ALLOWED_HOSTS),
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 25,
    "server.maxMessageSize": 32,
    "server.maxWidgetStateSize": 1,
    "server.showEmailPrompt": False,
}
_CLIENT: Final[dict[str, Option]] = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": HOST,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.showSidebarNavigation": False,
    "client.disableDataExport": True,
    "ui.hideTopBar": True,
    "logger.level": "warning",
    "runner.magicEnabled": False,
}

OPTIONS: Final[dict[str, Option]] = {**_SERVER, **_CLIENT, **theme.OPTIONS}
