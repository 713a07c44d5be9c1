"""What a program said when it failed, without what it may have held: addresses, keys, passwords."""

from __future__ import annotations

import re

VEIL = "[…]"
_SECRETS = re.compile(
    r"""(?<=//)[^\s/@]+@                              # what logs in, in an address
    | [^\s<>()\[\]{},;:"'`|=]+@[^\s<>()\[\]{},;:"'`|=]+   # mail
    | (?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])      # networks
    | (?<=[?&])[\w-]+=[^\s&"']+                       # what an address was asked with
    | (?i:(?:password|passwd|pwd|secret|token|key|authorization)\s*[=:]\s*)\S+
    | (?<![\w/.-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{20,}={0,2}(?![\w/.-])  # keys and digests""",
    re.VERBOSE,
)
_FRAME = re.compile(r'  File "(?P<file>[^"]*)", line (?P<line>\d+), in (?P<name>.*)')
_MOST = 2000  # characters of what was said


def veiled(text: str) -> str:
    """The words, and a sign where something stood that is nobody's to read."""
    return _SECRETS.sub(VEIL, text[:_MOST])


def cause(traceback: str) -> str:
    """The last thing that a traceback says: what went wrong, and in which words."""
    lines = [line for line in traceback.strip().splitlines() if line.strip()]
    return veiled(lines[-1]) if lines else ""


def way(traceback: str) -> list[str]:
    """Where it went through, the deepest last: files by their end, never a value."""
    found = [told for line in traceback.splitlines() if (told := _FRAME.fullmatch(line))]
    return [f"{_end(told['file'])}:{told['line']} {told['name']}" for told in found]


def _end(file: str) -> str:
    return "/".join(file.rsplit("/", 3)[-3:])
