"""What people did here, when accounts ask: claimed with an address, taken away, left without name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import ForeignObjectRel, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.works import Terms, Work
from wiki import rules
from wiki.actions.settings import default_source
from wiki.book.licences import named
from wiki.models import Commit, ModerationEntry, PageRevision
from wiki.models.page import site_language
from wiki.models.settings import SignUp
from wiki.queries.settings import current

# What is derived, or told by another row.
UNTOLD = {"html", "plain", "outline", "links", "source", "header", "upstream", "drawn"}


def sign_up_is_open() -> bool:
    """Whether whoever comes may make an account."""
    return current().sign_up == SignUp.OPEN


def terms() -> Terms:
    """What an account accepts; its version changes with the licence or a word of the rules."""
    site = current()
    licence = named(site.licence)
    words = site.rules or default_source("rules", site_language())
    version = f"{licence.spdx} {sha256(words.encode()).hexdigest()[:12]}"
    return Terms(version[-100:], licence.name, licence.address, reverse("wiki:about", args=["rules"]))


# --- claiming -----------------------------------------------------------------------------------------------


@transaction.atomic
def claim(person: User, *, by: Any) -> int:
    """Give a person what the ghosts of their verified addresses wrote; how many ghosts there were."""
    rules.require(by, "person.claim", person)
    verified = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    ghosts = list(User.objects.select_for_update().filter(ghost=True, signature__in=list(verified)))
    for ghost in ghosts:
        for rows, field in _rows_of(ghost):
            rows.update(**{field: person})
        for revision in _co_authored(ghost):
            _rewrite(revision, ghost, {"name": str(person), "person": person.pk})
        ghost.delete()
    return len(ghosts)


def _rows_of(person: User) -> Iterator[tuple[QuerySet[Any], str]]:
    """What bears somebody's key in the wiki, by the field that bears it: what comes later is no exception."""
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model._meta.app_label == "wiki":
            field = relation.field.name
            yield relation.related_model._base_manager.filter(**{field: person}), field


def _co_authored(person: User) -> Iterator[Any]:
    """The revisions whose co-authors count this person; the database knows the text of the list alone."""
    told = PageRevision.objects.filter(co_authors__icontains=f'"person": {person.pk}')
    for revision in told.only("pk", "co_authors"):
        if any(one.get("person") == person.pk for one in revision.co_authors):
            yield revision


def _rewrite(revision: Any, person: User, now: dict[str, Any]) -> None:
    """Tell a co-author otherwise, once each."""
    told: list[dict[str, Any]] = []
    for one in revision.co_authors:
        entry = now if one.get("person") == person.pk else one
        if entry not in told:
            told.append(entry)
    PageRevision.objects.filter(pk=revision.pk).update(co_authors=told)


# --- taking away --------------------------------------------------------------------------------------------


def export(person: User, *, by: Any) -> Work:
    """All that bears this person's key, as plain values; and each text that they wrote."""
    rules.require(by, "person.export", person)
    told: dict[str, Any] = {}
    for rows, field in _rows_of(person):
        model = rows.model
        names = [one.name for one in model._meta.concrete_fields if one.name not in UNTOLD]
        found = list(rows.order_by("pk").values(*names))
        told.setdefault(model._meta.model_name or "", []).extend({"as": field, **row} for row in found)
    return Work({name: rows for name, rows in told.items() if rows}, _texts(person))


def _texts(person: User) -> Iterator[tuple[str, str]]:
    written = PageRevision.objects.filter(history_user=person).order_by("history_date", "pk")
    lines = []
    for revision in written.iterator(chunk_size=100):
        name = f"revisions/{revision.path or 'home'}-{revision.number}.md"
        lines.append(
            f"- {revision.history_date:%Y-%m-%d %H:%M} — {revision.title}, no. {revision.number}: "
            f"{revision.reason or '—'} ({name})"
        )
        yield name, f"{revision.header}{revision.source}"
    yield "revisions.md", "# Revisions\n\n" + "\n".join(lines) + "\n"


# --- leaving ------------------------------------------------------------------------------------------------


@transaction.atomic
def erase(person: User, *, names: frozenset[str], by: Any = rules.SYSTEM) -> None:
    """Take the names and addresses of somebody out of what they leave; the texts of pages stay."""
    rules.require(by, "person.erase", person)
    own = Commit.objects.filter(author=person)
    known = {name for name in {*names, *own.values_list("author_name", flat=True)} if name}
    for revision in _co_authored(person):
        _rewrite(revision, person, {"name": "", "person": person.pk})
    own.update(author_name="")
    Commit.objects.filter(committer_name__in=known).update(committer_name="")
    nobody = f"#{person.pk}"
    for name in sorted(known, key=len, reverse=True):
        _unsay(Commit.objects, ("message",), name, nobody)
        _unsay(PageRevision.objects, ("history_change_reason",), name, nobody)
        _unsay(ModerationEntry.objects, ("subject", "reason"), name, nobody)


def _unsay(rows: Any, fields: tuple[str, ...], name: str, nobody: str) -> None:
    """Write a number where these fields say a name; lines that are written once change for nothing else."""
    pattern = _mention_of(name)
    for field in fields:
        for row in rows.filter(**{f"{field}__icontains": name}).only("pk", field):
            said = pattern.sub(nobody, getattr(row, field))
            rows.filter(pk=row.pk).update(**{field: said})


def _mention_of(name: str) -> re.Pattern[str]:
    """A name of several words, or an address, wherever it stands; a lone word only where somebody signs."""
    word = re.escape(name)
    lone = " " not in name and "@" not in name
    return re.compile(rf"(?<=-by: ){word}(?= <)" if lone else rf"(?<!\w){word}(?!\w)", re.IGNORECASE)
