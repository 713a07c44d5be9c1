"""How readers of mail gather messages: the algorithm of Jamie Zawinski, as RFC 5256 keeps it (THREAD=REFERENCES), and
the rules of RFC 5322 for the names that it goes by.

Steps 1 to 4 of five: the last joins by subject what names no other message, and would hide a header that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
NAME = re.compile(rf"<{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*>", re.ASCII)  # msg-id of RFC 5322, 3.6.4
NAMES = re.compile(rf"{NAME.pattern}(?:\s+{NAME.pattern})*", re.ASCII)


@dataclass(eq=False, slots=True)
class Container:
    """A message, or the place of one that is only spoken of."""

    name: str
    message: EmailMessage | None = None
    parent: Container | None = None
    children: list[Container] = field(default_factory=list)

    def holds(self, other: Container) -> bool:
        return other is self or any(child.holds(other) for child in self.children)

    def take(self, child: Container) -> None:
        """Have it below this, whatever it was below; never in a circle."""
        if child.holds(self):
            return
        if child.parent is not None:
            child.parent.children.remove(child)
        child.parent = self
        self.children.append(child)

    @property
    def messages(self) -> list[str]:
        """The names of all messages of it."""
        own = [self.name] if self.message is not None else []
        return own + [name for child in self.children for name in child.messages]


def conversations(messages: Iterable[EmailMessage]) -> list[list[str]]:
    """The names of messages that belong together, each conversation by itself."""
    known: dict[str, Container] = {}
    for message in messages:
        _place(message, known)
    tops = [one for one in known.values() if one.parent is None]
    return sorted(sorted(one.messages) for one in tops if one.messages)


def _place(message: EmailMessage, known: dict[str, Container]) -> None:
    [name] = NAME.findall(message["Message-ID"])
    last: Container | None = None
    for reference in _above(message):
        one = known.setdefault(reference, Container(reference))
        if last is not None and one.parent is None:  # links that are there already stay
            last.take(one)
        last = one
    own = known.setdefault(name, Container(name))
    own.message = message
    if last is not None:
        last.take(own)


def _above(message: EmailMessage) -> list[str]:
    """Those before it, the oldest first; In-Reply-To counts where there are no references."""
    found: list[str] = NAME.findall(message["References"] or "")
    return found or NAME.findall(message["In-Reply-To"] or "")[:1]
