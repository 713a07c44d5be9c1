"""A name that somebody no longer bears: taken out of what the wiki wrote of them, wherever it is kept.

What others typed of them is others' own; a mention leads to a person, and calls them as they are called now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.db.models import Q

from accounts.models import User
from wiki import rules
from wiki.actions import mentions
from wiki.models import Comment, ModerationEntry, PageRevision, Wording
from wiki.queries import people

_ABOUT = ("flag.", "measure.", "person.", "trust.")  # lines of the journal whose subject is somebody


def rename(person: User, *, former: str, by: Any = rules.SYSTEM) -> None:
    """Call somebody as they wish to be called now, or by their number, where they were called otherwise."""
    rules.require(by, "person.rename", person)
    if not former or former == person.name:
        return
    for revision in co_authored(person):  # named by their row from now on
        rewrite(revision, person, {"name": "", "person": person.pk})
    for line in ModerationEntry.objects.filter(subject=former).only("action", "after"):
        if line.action.startswith(_ABOUT) and line.after.get("person") == person.pk:
            ModerationEntry.objects.filter(pk=line.pk).update(subject=str(person))
    _call_otherwise(person)


def co_authored(person: User) -> Iterator[Any]:
    """The revisions whose co-authors count this person; the database knows the text of the list alone."""
    told = PageRevision.objects.filter(co_authors__icontains=f'"person": {person.pk}')
    for revision in told.only("pk", "co_authors"):
        if any(one.get("person") == person.pk for one in revision.co_authors):
            yield revision


def rewrite(revision: Any, person: User, now: dict[str, Any]) -> None:
    """Tell a co-author otherwise, once each."""
    told: list[dict[str, Any]] = []
    for one in revision.co_authors:
        entry = now if one.get("person") == person.pk else one
        if entry not in told:
            told.append(entry)
    PageRevision.objects.filter(pk=revision.pk).update(co_authors=told)


def _call_otherwise(person: User) -> None:
    """Mentions that led to them: in comments, and in what those said before."""
    end = rf"(?:[a-z0-9-]+-)?{person.pk}/"
    led = re.compile(rf'href="/-/people/{end}">(@[^<]+)</a>')
    asked = Q(html__contains=f"-{person.pk}/") | Q(html__contains=f"/people/{person.pk}/")
    for comment in Comment.objects.filter(asked).only("text", "html"):
        said = {unescape(found) for found in led.findall(comment.html)}
        if not said:
            continue
        words = "|".join(map(re.escape, sorted(said, key=len, reverse=True)))
        mention = re.compile(rf"(?<![\w@./-])(?:{words})(?![\w.'’-]*\w)")
        now = f"@{people.name_of(person)}"
        text = mention.sub(now, comment.text)
        Comment.objects.filter(pk=comment.pk).update(text=text, html=mentions.drawn(text).html)
        for wording in Wording.objects.filter(comment=comment.pk):
            Wording.objects.filter(pk=wording.pk).update(text=mention.sub(now, wording.text))
