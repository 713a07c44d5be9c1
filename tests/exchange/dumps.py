"""All that a site holds, as plain values: row by row as it is, or by names that no database gives."""

from __future__ import annotations

import json
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from accounts.models import User
from communs.storage import DRAFTS
from wiki.models import Attachment, Book, Commit, Link, Page, PageRevision, Redirect
from wiki.models.page import State

_DATABASE_S = {
    "id",
    "parent_id",
    "book_id",
    "root_id",
    "history_id",
    "history_user_id",
    "author_id",
    "accepted_by_id",
}
_OF_THE_MOMENT = {"imported_at", "since", "history_date"}


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def media() -> dict[str, str]:
    """Every kept file, by its name; one that is being written has none yet."""
    folder = Path(settings.MEDIA_ROOT)
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.parent.name != DRAFTS)
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def everything() -> tuple[dict[str, Any], dict[str, str]]:
    return rows(), media()


def reading() -> dict[str, Any]:
    """What readers meet: each page at its address, the menus, the redirects, the files."""
    names = _page_names()
    return {
        "pages": _sorted(
            _told(page, {"version", "upstream", "position"}) | {"parent": names.get(page.parent_id or 0)}
            for page in Page.objects.exclude(state=State.ARCHIVED)
        ),
        "menus": _menus(names),
        "redirects": {row.path: names[row.page_id] for row in Redirect.objects.all()},
        "links": sorted([names[link.page_id], link.kind, link.target] for link in Link.objects.all()),
        "files": _sorted(_told(file, set()) for file in Attachment.objects.all()),
    }


def site() -> dict[str, Any]:
    """All of it, so that two sites that were imported alike are equal."""
    names = _page_names()
    people = {person.pk: f"{person.email or person.signature} {person.name}" for person in User.objects.all()}
    known = set(Commit.objects.values_list("hash", flat=True))
    return reading() | {
        "people": sorted([str(person.email or person.signature), person.name, person.ghost] for person in User.objects.all()),
        "books": _sorted(_told(book, _OF_THE_MOMENT) | {"root": names.get(book.root_id or 0)} for book in Book.objects.all()),
        "upstream": _sorted([names[page.pk], page.state, page.version, page.upstream] for page in Page.objects.all()),
        "commits": _sorted(
            _told(commit, set()) | {"author": people[commit.author_id or 0]} for commit in Commit.objects.all()
        ),
        "revisions": _sorted(
            _told(row, set() if row.commit in known else _OF_THE_MOMENT)
            | {
                "page": names[row.id],
                "parent": names.get(row.parent_id or 0),
                "author": people.get(row.history_user_id or 0),
                "co_authors": [people[one["person"]] for one in row.co_authors],
            }
            for row in PageRevision.objects.all()
        ),
    }  # fmt: skip


def _page_names() -> dict[int, str]:
    """A living page is called by its address; one that is gone by its file and the commit that ended it."""
    last: dict[int, str] = dict(PageRevision.objects.order_by("number").values_list("id", "commit"))
    names = {}
    for page in Page.objects.select_related("parent"):
        if page.state == State.ARCHIVED:
            names[page.pk] = f"archived {page.book_path or page.title} {last.get(page.pk)}"
        elif page.path is None:
            names[page.pk] = f"link {page.parent.address if page.parent else ''} {page.title} {page.url}"
        else:
            names[page.pk] = page.address
    return names


def _menus(names: dict[int, str]) -> dict[str, list[str]]:
    menus = defaultdict(list)
    living = Page.objects.exclude(state=State.ARCHIVED).exclude(parent=None)
    for page in living.order_by("position", "sort_key"):
        menus[names[page.parent_id or 0]].append(names[page.pk])
    return dict(menus)


def _told(row: Any, without: set[str]) -> dict[str, Any]:
    names = {field.attname for field in row._meta.concrete_fields} - _DATABASE_S - without
    return {name: getattr(row, name) for name in sorted(names)}


def _sorted(told: Any) -> list[Any]:
    return sorted(told, key=lambda row: json.dumps(row, default=str, sort_keys=True))
