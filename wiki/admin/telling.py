"""What is kept by name, in words: before and after of a line of the journal, what a suggestion would make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from wiki.models import Attachment, Charter, ModerationEntry, Page, SiteSettings
from wiki.models.page import State, address_of
from wiki.models.settings import Hue, Logo

# What the journal and suggestions name otherwise than the fields below are called.
WORDS = {
    "book": gettext_lazy("book"),
    "comment": gettext_lazy("comment"),
    "commit": gettext_lazy("last commit"),
    "due": gettext_lazy("to be looked at on"),
    "file": gettext_lazy("file"),
    "former": gettext_lazy("page above it until then"),
    "invitation": gettext_lazy("number of the invitation"),
    "items": gettext_lazy("how many things"),
    "order": gettext_lazy("order of the pages"),
    "pages": gettext_lazy("pages"),
    "parent": gettext_lazy("page above it"),
    "people": gettext_lazy("people"),
    "paths": gettext_lazy("addresses of the pages"),
    "person": gettext_lazy("account"),
    "revisions": gettext_lazy("revisions"),
    "revision": gettext_lazy("revision"),
    "reversal": gettext_lazy("number of the deed"),
    "states": gettext_lazy("states of the pages"),
    "suggestion": gettext_lazy("suggestion"),
    "summary": gettext_lazy("summary"),
    "task": gettext_lazy("task"),
    "thread": gettext_lazy("thread"),
    "until": gettext_lazy("until"),
}
# The first that has a field of this name says what it means.
FIELDS = {
    field.name: field
    for model in (Page, Attachment, SiteSettings, Charter)
    for field in (*model._meta.fields, *model._meta.many_to_many)
}
ABOUT_PAGES = {"former", "hues", "order", "parent", "paths", "states"}
ABOUT_PEOPLE = {"referents"}
Names = Mapping[int, str]


def changes(entry: ModerationEntry) -> str:
    """What was, beside what is since; in two queries at most."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    if not names:
        return _("Nothing else is told.")
    known = _known(entry.before, entry.after)
    told = (
        (label(name), *(_said(name, kept[name], known) if name in kept else "—" for kept in _both(entry)))
        for name in names
    )
    rows = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', told)
    head = format_html(
        '<tr><td></td><th scope="col">{}</th><th scope="col">{}</th></tr>', _("Before"), _("After")
    )
    return format_html('<table class="told"><thead>{}</thead><tbody>{}</tbody></table>', head, rows)


def values(kept: Mapping[str, Any]) -> str:
    """Each name with what it says."""
    if not kept:
        return "-"
    known = _known(kept)
    told = ((label(name), _said(name, value, known)) for name, value in kept.items())
    return format_html('<dl class="told">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", told))


def value(name: str, kept: Any) -> str:
    """What one of them says."""
    return _said(name, kept, _known({name: kept}))


def label(name: str) -> str:
    """What a name means; one that no version of ours writes any more stands as it was written."""
    word = WORDS.get(name) or (FIELDS[name].verbose_name if name in FIELDS else name)
    return capfirst(str(word))


def _both(entry: ModerationEntry) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return entry.before, entry.after


def _said(name: str, value: Any, known: tuple[Names, Names]) -> str:
    """One value; of pages and people, whom or what their keys stand for."""
    titles, people = known
    if name in ABOUT_PEOPLE:
        return _listed(_named(key, people) for key in value)
    if name in ("order", "former", "parent"):
        return _listed(_named(key, titles) for key in (value if isinstance(value, list) else [value]))
    if name in TOLD_OF_PAGES:
        word = TOLD_OF_PAGES[name]
        pairs = ((_named(key, titles), word(said)) for key, said in value.items())
        return _listed(_("%(page)s: %(said)s") % {"page": page, "said": said} for page, said in pairs)
    if name == "logo" and (logo := Logo.read(str(value))):
        return format_html('<img src="{}" width="{}" alt="{}">', logo.address, logo.width // 3, label(name))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = FIELDS[name].flatchoices if name in FIELDS else ()
    return str(next((word for choice, word in choices if choice == value), value)) or "—"


def _listed(words: Iterable[str]) -> str:
    items = format_html_join("", "<li>{}</li>", ((word,) for word in words))
    return format_html("<ul>{}</ul>", items) if items else "—"


def _named(key: Any, names: Names) -> str:
    return names.get(_number(key)) or _("no. %(number)s") % {"number": key}


def _state(state: str) -> str:
    return str(dict(State.choices).get(state, state))


def _hue(hue: Any) -> str:
    return str(dict(Hue.choices).get(hue, hue))


# Names that say something of each page.
TOLD_OF_PAGES = {"paths": address_of, "states": _state, "hues": _hue}


def _known(*kept: Mapping[str, Any]) -> tuple[Names, Names]:
    """Titles and names of what the keys stand for; nothing is asked where there are none."""
    pages = {_number(key) for one in kept for name in ABOUT_PAGES & one.keys() for key in _keys(one[name])}
    people = {_number(key) for one in kept for name in ABOUT_PEOPLE & one.keys() for key in one[name]}
    titles = dict(Page.objects.filter(pk__in=pages).values_list("pk", "title")) if pages else {}
    found = User.objects.only("name", "erased_at").in_bulk(people) if people else {}
    return titles, {pk: str(person) for pk, person in found.items()}


def _keys(value: Any) -> Iterable[Any]:
    """A list of pages, what is said of each, or one."""
    return value if isinstance(value, list | dict) else [value]


def _number(key: Any) -> int:
    """JSON has no keys but text."""
    return int(key)
