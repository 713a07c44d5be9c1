"""The filters of words and links: written by those who write the charter, asked of what newcomers send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role, roles_of
from wiki import rules
from wiki.actions import journal, rebasing
from wiki.errors import BadComment, BadPage, BadReuse, BadSieve, BadSuggestion, EditConflict, Refusal
from wiki.models import Page, Sieve, Suggestion
from wiki.models.page import led_by
from wiki.models.sieve import HOST, LISTS, WORD
from wiki.models.suggestion import Aim
from wiki.text import sieve
from wiki.text.sieve import LONGEST_ENTRY, MOST_ENTRIES, Found, Lists

DEEPEST = 100  # steps up from a page; a tree is never so deep


def write(section: Page, *, by: Any, seen: int, reason: str = "", **lists: str) -> Sieve:
    """Write these lists over the version `seen` of the filter of a section, or of the site by its home page;
    EditConflict when that is not the last. The journal tells how many entries there are, and not which."""
    rules.require(by, "sieve.edit", section)
    if unknown := lists.keys() - set(LISTS):
        raise TypeError(f"a filter has no list of {sorted(unknown)}")
    wanted = {name: "\n".join(_read(name, text)) for name, text in lists.items()}
    with transaction.atomic():
        rebasing.hold(section.pk)
        rules.require(by, "sieve.edit", Page.objects.get(pk=section.pk))
        kept = Sieve.objects.filter(section=section).first() or Sieve(section=section)
        if kept.version != seen:
            raise EditConflict(section, wanted)
        before = _counts(kept)
        changed = [name for name, text in wanted.items() if getattr(kept, name) != text]
        if not changed:
            return kept
        for name in changed:
            setattr(kept, name, wanted[name])
        is_new, kept.version = kept.version == 0, kept.version + 1
        kept.save(force_insert=is_new, force_update=not is_new)
        told = {"before": before, "after": _counts(kept)}
        journal.note("sieve.edit", section, by=by, reason=reason, **told)
    return kept


def comment(by: Any, page: Page, text: str) -> str:
    """Why a comment waits for a look, or nothing; BadComment where it is refused."""
    return _judged(_strained(by, page, text), BadComment)


def suggestion(it: Suggestion, *, by: Any, base: Any, source: str) -> str:
    """The same of what somebody proposes, of what it adds to the text that it was made on; BadSuggestion
    where it is refused."""
    is_new = it.aim == Aim.PAGE
    said = [str(it.fields.get(name, "")) for name in ("title", "description")] + [it.summary]
    was = [] if is_new else [base.source, base.title, base.description]
    if it.aim in (Aim.PLACE, Aim.ARCHIVE):
        source, was = "", []
    return _judged(_strained(by, it.page, "\n".join([source, *said]), "\n".join(was)), BadSuggestion)


def reuse(by: Any, pages: Iterable[Page], text: str) -> str:
    """The same of what somebody tells of these pages; BadReuse where it is refused."""
    found = [_judged(_strained(by, page, text), BadReuse) for page in pages]
    return next(filter(None, found), "")


def summary(by: Any, page: Page, text: str, before: str) -> None:
    """BadPage for what is not taken in the summary of a revision, nor what would wait for a look: it is read
    at once."""
    found = _strained(by, page, text, before)
    _judged(replace(found, is_refused=True) if found is not None else None, BadPage)


def _strained(by: Any, page: Page, text: str, before: str = "") -> Found | None:
    """Asked only of people whom nobody trusts yet: all others answer for what they write."""
    if not isinstance(by, User) or by.trusted or led_by(by) or roles_of(by) & {Role.MODERATOR, Role.ADMIN}:
        return None
    lists = _of(page)
    return sieve.strain(lists, text, before) if lists is not None else None


def _of(page: Page) -> Lists | None:
    """What is looked for on this page: the lists of the site, and those of its section."""
    kept = {one.section_id: one.lists for one in Sieve.objects.all()}
    found, key = [], page.pk
    for _step in range(DEEPEST if kept else 0):
        if key in kept:
            found.append(kept[key])
        parent = Page.objects.filter(pk=key).values_list("parent", flat=True).first()
        if parent is None:
            break
        key = parent
    return sum(found, Lists()) if found else None


def _judged(found: Found | None, refusal: type[Refusal]) -> str:
    if found is None:
        return ""
    if not found.is_refused:
        return f"{HOST if found.is_host else WORD} {found.entry}"
    if found.is_host:
        raise refusal(
            _("Links to %(entry)s are not taken here: take that link out, then send it again.")
            % {"entry": found.entry}
        )
    raise refusal(
        _("“%(entry)s” is not taken here: say it in other words, then send it again.")
        % {"entry": found.entry}
    )


def _read(name: str, text: str) -> tuple[str, ...]:
    """A list as it is kept, or BadSieve."""
    found = sieve.entries(text)
    if len(found) > MOST_ENTRIES:
        said = ngettext(
            "A list holds at most %(most)d entry.", "A list holds at most %(most)d entries.", MOST_ENTRIES
        )
        raise BadSieve(said % {"most": MOST_ENTRIES})
    for entry in found:
        if len(entry) > LONGEST_ENTRY:
            raise BadSieve(
                _("“%(entry)s…” is too long: an entry has %(most)d characters at most.")
                % {"entry": entry[:30], "most": LONGEST_ENTRY}
            )
        if name.endswith("hosts") and "." not in sieve.host(entry):
            raise BadSieve(
                _("“%(entry)s” is no address of a site: write it as example.org.") % {"entry": entry}
            )
    if name.endswith("hosts"):
        return tuple(dict.fromkeys(sieve.host(entry) for entry in found))
    return found


def _counts(kept: Sieve) -> dict[str, int]:
    return {name: len(sieve.entries(getattr(kept, name))) for name in LISTS}
