"""The ASGI side of the app: effective options, security headers, language of the page, downloads, health, start."""
