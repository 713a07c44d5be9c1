"""What is typed about a page → clean values: its text, where it stands, why it is changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.actions.revising import MAX_BYTES
from wiki.models import Page
from wiki.models.page import TITLE_LENGTH, Kind

REASON_LENGTH = 500
DESCRIPTION_LENGTH = 5000
MOST_NUMBER = 2**31 - 1
TOO_LONG = "too-long"
WRITE, PREVIEW, CHANGES, MERGE = "write", "preview", "changes", "merge"
LOOKS = frozenset({WRITE, PREVIEW, CHANGES, MERGE})  # what buttons of the editor send that keep nothing
WORDS = ("title", "description", "source", "listed")  # of a page, as its form has them


class Gesture(forms.Form):
    """A form of the site: its ids are ours, and the first field that is wrong takes the focus."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **{"auto_id": "ui-%s", "label_suffix": ""} | how)

    def full_clean(self) -> None:
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong is not None:
            self.fields[wrong].widget.attrs["autofocus"] = True

    def refuse(self, name: str | None, sentence: str) -> None:
        """What the action said no to, beside the field that it is about."""
        self.add_error(name if name in self.fields else None, sentence)
        if name in self.fields:
            self.fields[name].widget.attrs["autofocus"] = True

    @property
    def is_too_long(self) -> bool:
        return any(error.code == TOO_LONG for errors in self.errors.as_data().values() for error in errors)


class Based(Gesture):
    """A change of a page that stands: it says which state of the page it was thought of."""

    base = forms.IntegerField(min_value=0, max_value=MOST_NUMBER, widget=forms.HiddenInput)

    @property
    def is_baseless(self) -> bool:
        """No form of ours leaves that out."""
        return "base" in self.errors


WHY = gettext_lazy("Why?")


def reason(label: Any = WHY, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=gettext_lazy("It stays in the history of the page, for everybody to read."),
        max_length=REASON_LENGTH,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TextForm(Gesture):
    """Title, description and text of a page, whether it is there or not yet."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("A heading that opens the text says it too: both change together."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=DESCRIPTION_LENGTH,
        required=False,
        help_text=gettext_lazy("One sentence, under the title and in lists."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "class": "source"}),
    )
    listed = forms.BooleanField(
        label=gettext_lazy("In the menu, the search and the plan of the guide"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise whoever has the address reads it, and it is found nowhere."),
    )

    kept_header = ""

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed of the page itself."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.fields}

    def clean_source(self) -> str:
        """Browsers send every line with CR LF."""
        source: str = self.cleaned_data["source"].replace("\r\n", "\n").replace("\r", "\n")
        size = len(f"{self.kept_header}{source}".encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            raise ValidationError(
                _("This text weighs %(size)d KB, a page holds %(most)d KB: move a part to a page of its own.")
                % {"size": -(-size // 1024), "most": MAX_BYTES // 1024},
                code=TOO_LONG,
            )
        return source


class EditForm(TextForm, Based):
    """A page written anew."""

    # The revision that was in view: it only serves to show what was changed meanwhile, so it is never wrong.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = reason(gettext_lazy("What have you changed, and why?"))

    field_order = ("title", "source", "description", "listed", "reason")

    def __init__(self, *args: Any, page: Page, seen: int | None = None, **how: Any) -> None:
        initial = {name: getattr(page, name) for name in WORDS} | {"base": page.version, "seen": seen}
        super().__init__(*args, **{"initial": initial} | how)
        self.page, self.kept_header = page, page.header
        if page.kind != Kind.PAGE:
            del self.fields["source"]
        if page.parent_id is None:
            del self.fields["listed"]

    def clean_source(self) -> str:
        """Lines end as they did; a text that is the same but for its line ends is the same."""
        source = super().clean_source()
        kept = self.page.source
        if source == kept.replace("\r\n", "\n").replace("\r", "\n"):
            return kept
        return source.replace("\n", "\r\n") if kept.count("\r\n") * 2 > kept.count("\n") else source

    def clean_seen(self) -> int:
        seen = self.cleaned_data["seen"]
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else 0

    @property
    def changes(self) -> dict[str, Any]:
        """What is other than it stands."""
        return {name: value for name, value in self.typed.items() if value != getattr(self.page, name)}


class NewPageForm(TextForm):
    """A page that is to stand below another."""

    slug = forms.CharField(
        label=gettext_lazy("Last part of the address"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Made of the title if you leave it empty."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "data-propose": "ui-title"}
        ),
    )
    reason = reason()

    field_order = ("title", "slug", "source", "description", "listed", "reason")


class RenameForm(Based):
    """Another title, another title in the menu, another last part of the address."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LENGTH)
    nav_title = forms.CharField(
        label=gettext_lazy("Title in the menu"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=gettext_lazy("If it has to be shorter there; else leave it empty."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Last part of the address"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    reason = reason()

    field_order = ("title", "nav_title", "slug", "reason")

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        last = (page.path or "").rpartition("/")[2]
        initial = {
            "title": page.title,
            "nav_title": page.nav_title,
            "slug": last,
            "base": page.version,
        }
        super().__init__(*args, **{"initial": initial} | how)
        if page.parent_id is None:
            del self.fields["slug"]
        self.last = last

    @property
    def slug_asked(self) -> str | None:
        """Another slug than the page has, if one is asked for."""
        slug = self.cleaned_data.get("slug") or None
        return slug if slug != self.last else None


class AboveForm(Gesture):
    """The page below which another is to stand."""

    parent = forms.TypedChoiceField(label=gettext_lazy("Below which page?"), coerce=int)

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **how: Any) -> None:
        super().__init__(*args, **how)
        self.choices = list(choices)
        cast(forms.ChoiceField, self.fields["parent"]).choices = self.choices

    @property
    def chosen(self) -> str:
        """The page that is chosen in the list, which a template draws: Django takes a second for 5,000."""
        return str(self["parent"].value())


class MoveForm(AboveForm, Based):
    """The page below which this one is to stand."""

    reason = reason()

    field_order = ("parent", "reason")

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"parent": page.parent_id, "base": page.version}} | how)


class ArchiveForm(Based):
    """Why a page is put away."""

    reason = reason(required=True)

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"base": page.version}} | how)


class BringBackForm(Based):
    """Why a page that was put away is read again."""

    reason = reason()

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"base": page.version}} | how)


class PurgeForm(Based):
    """Why the words of a page go for ever."""

    reason = forms.CharField(
        label=WHY,
        help_text=gettext_lazy(
            "It stays in the journal, for those who moderate: repeat nothing of what goes."
        ),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=gettext_lazy("I know that nobody can bring any of it back."))

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"base": page.version}} | how)


class RestoreForm(Based):
    """Why an old text comes back."""

    reason = reason()

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"base": page.version}} | how)


class OrderForm(Gesture):
    """The order that was in view, and the one that is asked for; or a page that goes up or down in it."""

    seen = forms.CharField(max_length=200_000)
    order = forms.CharField(max_length=200_000, required=False)
    up = forms.IntegerField(min_value=1, required=False)
    down = forms.IntegerField(min_value=1, required=False)

    def clean_seen(self) -> list[int]:
        return numbers(self.cleaned_data["seen"])

    def clean_order(self) -> list[int]:
        return numbers(self.cleaned_data["order"])

    @property
    def asked(self) -> list[int]:
        """The order that is asked for: as listed, or with one page a place higher or lower."""
        order: list[int] = self.cleaned_data["order"] or self.cleaned_data["seen"]
        for name, step in (("up", -1), ("down", 1)):
            moved = self.cleaned_data.get(name)
            if moved in order:
                order = stepped(order, order.index(moved), step)
        return order


def stepped(order: list[int], place: int, step: int) -> list[int]:
    """The order with what stands at this place one step away, unless it is at the end."""
    other = place + step
    if 0 <= other < len(order):
        order = [*order]
        order[place], order[other] = order[other], order[place]
    return order


def numbers(text: str) -> list[int]:
    parts = text.split(",") if text else []
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise ValidationError(_("This is no order of pages."))
    return [int(part) for part in parts]
