"""Players of other hosts that a page may hold once a reader has asked for them: a closed list."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

YOUTUBE, VIMEO = "https://www.youtube-nocookie.com", "https://player.vimeo.com"
ORIGINS = (YOUTUBE, VIMEO)  # those that the Content-Security-Policy lets frames come from
PLAYER = re.compile(
    rf"{re.escape(YOUTUBE)}/embed/[A-Za-z0-9_-]{{11}}|{re.escape(VIMEO)}/video/[0-9]{{5,12}}\?dnt=1"
)

_YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"})
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([A-Za-z0-9_-]{11})/?")
_YOUTUBE_SHORT = re.compile(r"/([A-Za-z0-9_-]{11})/?")
_WATCHED = re.compile(r"(?:^|&)v=([A-Za-z0-9_-]{11})(?=&|\Z)")
_VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_VIMEO_PATH = re.compile(r"/(?:video/)?([0-9]{5,12})/?")


def player(url: str) -> str:
    """The address of the player that shows what `url` leads to; empty where we know none."""
    try:
        parts = urlsplit(url)
        odd = parts.scheme != "https" or parts.username is not None or parts.port is not None
    except ValueError:
        return ""
    if odd:
        return ""
    found = None
    if parts.hostname in _YOUTUBE_HOSTS:
        watched = _WATCHED.search(parts.query) if parts.path == "/watch" else None
        found = watched or _YOUTUBE_PATH.fullmatch(parts.path)
    elif parts.hostname == "youtu.be":
        found = _YOUTUBE_SHORT.fullmatch(parts.path)
    elif parts.hostname in _VIMEO_HOSTS:
        found = _VIMEO_PATH.fullmatch(parts.path)
        return f"{VIMEO}/video/{found[1]}?dnt=1" if found else ""
    return f"{YOUTUBE}/embed/{found[1]}" if found else ""
