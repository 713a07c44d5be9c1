"""The names and addresses of somebody who leaves, taken out of all but the texts of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from wiki.actions import mentions
from wiki.models import (
    Attachment,
    CharterVersion,
    Comment,
    Commit,
    Feedback,
    Flag,
    Invitation,
    Measure,
    ModerationEntry,
    PageRevision,
    Retelling,
    Reuse,
    Reversal,
    Review,
    Stand,
    Suggestion,
    SuggestionVersion,
    Upkeep,
    Wording,
)
from wiki.models.reuse import WORDS, folded

Places = tuple[tuple[Any, tuple[str, ...]], ...]  # models, and fields of each
# Where somebody may be named, beside the texts of pages. Lines that are written once change for this alone.
TOLD_OF_PAGES: Places = (
    (Commit, ("message", "committer_name")),
    (PageRevision, ("history_change_reason",)),
)
SAID_BY_PEOPLE: Places = (
    (PageRevision, ("hidden_reason",)),
    (CharterVersion, ("reason",)),
    (Comment, ("text", "hidden_reason")),
    (Wording, ("text",)),
    (Feedback, ("words",)),
    (Flag, ("reason",)),
    (Reuse, (*WORDS, "hidden_reason")),
    (Retelling, WORDS),
    (Invitation, ("note", "email")),
    (Measure, ("reason", "contest", "answer", "lifted_reason")),
    (Suggestion, ("summary",)),
    (SuggestionVersion, ("summary",)),
    (Review, ("reason",)),
    (Stand, ("reason", "other_way")),
    (Reversal, ("reason", "public_reason", "undone_reason")),
    (Upkeep, ("note",)),
    (ModerationEntry, ("subject", "reason", "public_reason")),
)
_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:\"'`|=]+@[^\s<>()\[\]{},;:\"'`|=]*[^\s<>()\[\]{},;:\"'`|=.!?]")
_SIGNED = re.compile(r"(?<=-by: )(?P<name>[^<\n]*?)(?= <)")
_PLAIN = re.compile(r"[A-Za-z0-9]{3,}")


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody as they were known: what is looked for, and the number that stands in its place."""

    person: User
    names: frozenset[str]
    addresses: frozenset[str]
    was_theirs: Callable[[str], bool]  # whether they had an address that nobody knows any more

    @property
    def nobody(self) -> str:
        return f"#{self.person.pk}"

    def words(self) -> frozenset[str]:
        return self.names | self.addresses


def forget(former: Former) -> None:
    """Write a number wherever these names and addresses stand."""
    everywhere = _Eraser(former, near=False)
    for model, fields in TOLD_OF_PAGES:
        _rewrite_all(model._base_manager.all(), fields, everywhere)
    near = _Eraser(former, near=True)
    for model, fields in SAID_BY_PEOPLE:
        _rewrite_all(model._base_manager.all(), fields, everywhere)
        _rewrite_all(_around(former.person, model), fields, near)
    for line in ModerationEntry.objects.only("before", "after").iterator(chunk_size=500):
        kept = {"before": line.before, "after": line.after}
        said = {name: everywhere.of_all(value) for name, value in kept.items()}
        if said != kept:
            ModerationEntry.objects.filter(pk=line.pk).update(**said)


def silence(person: User) -> int:
    """Take the words of somebody's comments and reuses away, former ones included; how many comments they
    were."""
    own = Comment.objects.filter(author=person)
    Attachment.objects.filter(reuses__author=person).delete()
    told = Reuse.objects.filter(author=person)
    told.update(**dict.fromkeys((*WORDS, "folded"), ""), withdrawn=Coalesce("withdrawn", timezone.now()))
    Retelling.objects.filter(reuse__in=told).delete()
    Wording.objects.filter(comment__in=own).delete()
    return own.update(text="", html="", deleted=Coalesce("deleted", timezone.now()))


class _Eraser:
    """Reads a text, and writes a number where it names somebody.

    A name of several words, or an address, is theirs wherever it stands. A lone word may be a word like
    another (Rose, Marin): it is their name where somebody signs or is mentioned, and where they took part.
    """

    def __init__(self, former: Former, *, near: bool) -> None:
        self.former = former
        whole = [_spelled(name) for name in former.names if " " in name]
        whole += [re.escape(address) for address in former.addresses]
        lone = [name for name in former.names if " " not in name]
        found = [rf"@?(?<!\w)(?:{'|'.join(_longest_first(whole))})(?!\w)"] if whole else []
        found += [rf"(?<!\w)@(?:{'|'.join(map(re.escape, _longest_first(lone)))})(?![.-]?\w)"] if lone else []
        self._anywhere = re.compile("|".join(found), re.IGNORECASE) if found else None
        exact = rf"(?<!\w)(?:{'|'.join(map(re.escape, _longest_first(lone)))})(?!\w)"
        self._near = re.compile(exact) if near and lone else None
        self._lone = {name.casefold() for name in lone}

    def of(self, text: str) -> str:
        nobody = self.former.nobody
        if text.casefold() in self._lone:
            return nobody
        text = _ADDRESS.sub(lambda it: nobody if self.former.was_theirs(it.group()) else it.group(), text)
        text = _SIGNED.sub(self._signed, text)
        for pattern in (self._anywhere, self._near):
            text = pattern.sub(nobody, text) if pattern else text
        return text

    def of_all(self, value: Any) -> Any:
        """The same of each text of a JSON value."""
        if isinstance(value, str):
            return self.of(value)
        if isinstance(value, list):
            return [self.of_all(one) for one in value]
        if isinstance(value, dict):
            return {self.of(str(name)): self.of_all(one) for name, one in value.items()}
        return value

    def _signed(self, found: re.Match[str]) -> str:
        name = found.group("name")
        return self.former.nobody if name.casefold() in self._lone else name


def _spelled(name: str) -> str:
    """A name of several words however they are joined: Ada Lovelace, @Ada.Lovelace, ada-lovelace."""
    return r"[\s._’'-]*".join(re.escape(word) for word in name.split())


def _longest_first(found: list[str]) -> list[str]:
    return sorted(found, key=len, reverse=True)


def _rewrite_all(rows: Any, fields: tuple[str, ...], eraser: _Eraser) -> None:
    for row in _naming(rows, fields, eraser.former).only("pk", *fields).iterator(chunk_size=500):
        kept = {field: getattr(row, field) or "" for field in fields}
        said = {field: eraser.of(text) for field, text in kept.items()}
        if said == kept:
            continue
        if isinstance(row, Comment):
            said["html"] = mentions.drawn(said["text"]).html if said["text"] else ""
        if isinstance(row, Reuse):
            said["folded"] = folded(said)
        type(row)._base_manager.filter(pk=row.pk).update(**said)


def _naming(rows: Any, fields: tuple[str, ...], former: Former) -> Any:
    """Those that may name somebody. Databases do not agree on the case of letters with accents, so they are
    asked for plain letters; and for any address, since former ones are known by their digest alone."""
    asked = Q(*((f"{field}__contains", "@") for field in fields), _connector=Q.OR)
    for word in former.words():
        plain = max(_PLAIN.findall(word), key=len, default="")
        for field in fields:
            asked |= Q((f"{field}__icontains", plain)) if plain else Q((f"{field}__gt", ""))
    return rows.filter(asked)


def _around(person: User, model: Any) -> Any:
    """What was said where somebody took part: of them, if it bears their name."""
    own = Comment.objects.filter(author=person)
    threads = own.values("thread")
    where = {
        CharterVersion: Q(by=person) | Q(charter__referents=person),
        Comment: Q(thread__in=threads),
        Wording: Q(comment__thread__in=threads),
        Feedback: Q(page__in=own.values("thread__page")),
        Flag: Q(comment__in=own) | Q(suggestion__author=person) | Q(about=person) | Q(reuse__author=person),
        Reuse: Q(author=person) | Q(threads__in=threads),
        Retelling: Q(reuse__author=person) | Q(reuse__threads__in=threads),
        Invitation: Q(by=person),
        Measure: Q(person=person),
        PageRevision: Q(history_user=person) | Q(hidden_by=person),
        Suggestion: Q(author=person),
        SuggestionVersion: Q(suggestion__author=person),
        Reversal: Q(person=person) | Q(by=person),
        Review: Q(suggestion__author=person) | Q(by=person),
        Stand: Q(suggestion__author=person) | Q(by=person),
        Upkeep: Q(checked_by=person),
    }
    if model in where:
        return model._base_manager.filter(where[model])
    return ModerationEntry.objects.filter(pk__in=list(_lines_on(person)))


def _lines_on(person: User) -> Iterator[int]:
    """Lines of the journal about somebody's comments and threads, or of what they did."""
    comments = set(Comment.objects.filter(author=person).values_list("pk", flat=True))
    threads = set(Comment.objects.filter(author=person).values_list("thread", flat=True))
    revisions = set(PageRevision.objects.filter(history_user=person).values_list("pk", flat=True))
    for line in ModerationEntry.objects.only("by", "after").iterator(chunk_size=500):
        after = line.after if isinstance(line.after, dict) else {}
        on_them = after.get("person") == person.pk or after.get("comment") in comments
        on_them = on_them or after.get("revision") in revisions
        if line.by_id == person.pk or on_them or after.get("thread") in threads:
            yield line.pk
