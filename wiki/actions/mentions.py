"""A comment as it is kept, with the way to those whom it mentions."""

from __future__ import annotations

from django.urls import reverse

from wiki.queries import people
from wiki.text.comment import Drawn, draw


def drawn(text: str) -> Drawn:
    """A comment with the way to the profile of each whom it mentions and who has one."""
    plainly = draw(text)
    if not plainly.mentions:
        return plainly
    met = people.mentioned(plainly.mentions)
    return draw(text, {name: reverse("wiki:person", args=[people.name_of(who)]) for name, who in met.items()})
