"""The URLs of origins, in the form in which they are compared."""

from __future__ import annotations

_SCHEMES = frozenset({"https", "http", "ssh", "git", "file", "ftp"})
_USUAL_PORTS = frozenset({("https", 443), ("http", 80)})


def comparable_url(url: str, *, is_repository: bool = False) -> str | None:
    """A URL without what makes no difference, or may be a secret: user, query, fragment, usual port, last slash.

    Of a repository without `.git`, too. None for what is no absolute URL of a scheme that origins have.
    """
    from urllib.parse import urlsplit, urlunsplit

    if not url or any(ord(character) < 33 for character in url):
        return None
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if scheme not in _SCHEMES or (scheme != "file" and not host):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and (scheme, port) not in _USUAL_PORTS:
        host += f":{port}"
    path = parts.path.rstrip("/")
    if is_repository:
        path = path.removesuffix(".git")
    return urlunsplit((scheme, host, path, "", ""))
