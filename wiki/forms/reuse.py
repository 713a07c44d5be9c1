"""What somebody tells of a reuse → clean values; what is asked of the gallery."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.actions.reuses import LONGEST_TEXT, MOST_PAGES, Account, leads_somewhere
from wiki.forms.attachment import FileForm
from wiki.forms.proof import Proving
from wiki.forms.thread import lined
from wiki.models import Attachment, Page
from wiki.models.page import TITLE_LENGTH
from wiki.models.reuse import ALT_LENGTH, LINK_LENGTH, Structure

ADD, SEND = "add", "send"  # one more page to the list; the whole
MOST_DIGITS = 18
MOST_WORDS = 200  # characters of what is looked for


def named(typed: Any) -> int:
    """The number that an address or a field tells; 0 for what is none."""
    text = str(typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


class _Month(forms.CharField):
    """The first day of a month, written as browsers send it."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return date.fromisoformat(f"{typed[:7]}-01")
        except ValueError as wrong:
            raise ValidationError(_("Write the year, a dash and the month: 2026-02.")) from wrong


def _account(label: Any, rows: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}),
    )


class ReuseForm(Proving, FileForm):
    """A reuse. It has its number before it is sent, so that a second click sends no second one; its pages are
    added one by one, and a picture that was sent stays when something else is wrong."""

    uuid = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("In one sentence"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("As you would say it to a colleague."),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("What it is, or its name if it agrees to be named."),
    )
    structure = forms.ChoiceField(
        label=gettext_lazy("Kind of organisation"), choices=[("", "—"), *Structure.choices]
    )
    happened = _Month(
        label=gettext_lazy("When (optional)"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-02"}),
    )
    done = _account(gettext_lazy("What you did"), 5, required=True)
    worked = _account(gettext_lazy("What worked"), 4)
    failed = _account(gettext_lazy("What did not work"), 4)
    link = forms.CharField(
        label=gettext_lazy("Link (optional)"),
        max_length=LINK_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://…"}),
    )
    alt = forms.CharField(
        label=gettext_lazy("What the picture shows"),
        max_length=ALT_LENGTH,
        required=False,
        help_text=gettext_lazy("For whoever does not see it."),
    )
    page = forms.CharField(label=gettext_lazy("Pages or tools used"), required=False)  # one more of them
    picture = forms.CharField(required=False, widget=forms.HiddenInput)  # one that was sent before

    field_order = (
        "title",
        "organisation",
        "structure",
        "happened",
        "page",
        "done",
        "worked",
        "failed",
        "link",
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], by: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.initial.setdefault("uuid", uuid4())
        self.choices, self.by = list(choices), by
        self.fields["file"].required = False
        self.fields["file"].label = _("Picture (optional)")
        self.fields["file"].widget.attrs["accept"] = "image/png,image/jpeg,image/webp"

    def clean_uuid(self) -> UUID:
        """A number that was lost on the way is made anew: the words matter more."""
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not leads_somewhere(link):
            raise ValidationError(_("Put https:// before the address of the link."))
        return link

    def clean_file(self) -> Any:
        return super().clean_file() if self.cleaned_data.get("file") else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("done", "worked", "failed"):
            given[name] = lined(given.get(name, ""))
        if not self.chosen:
            self.refuse("page", _("Choose at least one page that you used."))
        elif len(self.chosen) > MOST_PAGES:
            self.refuse("page", _("Name at most %(most)d pages.") % {"most": MOST_PAGES})
        has_picture = given.get("file") or self.kept_picture
        if has_picture and not given.get("alt") and "alt" not in self.errors:
            self.refuse("alt", _("Describe the picture for whoever does not see it."))
        return given

    def forgive(self) -> None:
        """It was not sent: nothing is wrong with it yet."""
        self.errors.clear()
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)

    @property
    def chosen(self) -> list[Page]:
        """The pages that are named so far, in their order."""
        if self.is_bound:
            getlist = getattr(self.data, "getlist", lambda name: [self.data.get(name, "")])
            typed = [*getlist("pages"), *getlist("page")]
        else:
            typed = list(self.initial.get("pages", ()))
        keys = [pk for pk in dict.fromkeys(map(named, typed)) if pk]
        found = Page.objects.visible_to(self.by).only("title", "kind", "state").in_bulk(keys[:50])
        return [found[pk] for pk in keys if pk in found]

    @property
    def others(self) -> list[tuple[int, str]]:
        """The pages that may still be named."""
        named = {page.pk for page in self.chosen}
        return [one for one in self.choices if one[0] not in named]

    @property
    def kept_picture(self) -> Attachment | None:
        """The picture that was sent before, of whoever sends this, unless they want none any more."""
        if self.is_bound and self.data.get("without"):
            return None
        pk = named(self["picture"].value() or "")
        return Attachment.objects.filter(pk=pk, uploaded_by=self.by.pk, held=True).first() if pk else None

    def account(self, picture: Attachment | None) -> Account:
        told = {name: self.cleaned_data[name] for name in _TOLD}
        return Account(pages=self.chosen, picture=picture, **told)


_TOLD = ("title", "organisation", "structure", "happened", "done", "worked", "failed", "link", "alt")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the gallery is asked for, as its form says it once more."""

    section: int = 0
    page: int = 0
    structure: str = ""
    said: str = ""
    failed: bool = False
    own: bool = False

    @property
    def query(self) -> str:
        told = {"section": self.section, "for": self.page, "kind": self.structure, "q": self.said}
        kept: dict[str, Any] = {name: value for name, value in told.items() if value}
        if self.failed:
            kept["failed"] = "on"
        if self.own:
            kept["mine"] = "on"
        return urlencode(kept)


def read(asked: Any) -> Filters:
    """What is no filter asks for nothing."""
    structure = asked.get("kind", "")
    said = "".join(letter if letter.isprintable() else " " for letter in asked.get("q", "")[:MOST_WORDS])
    return Filters(
        section=named(asked.get("section", "")),
        page=named(asked.get("for", "")),
        structure=structure if structure in Structure.values else "",
        said=" ".join(said.split()),
        failed=bool(asked.get("failed")),
        own=bool(asked.get("mine")),
    )
