"""What is typed in a discussion → clean values: a comment, the words that it is about, why it is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from time import time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wiki.actions.threads import Selection
from wiki.forms.page import REASON_LENGTH, TOO_LONG, Gesture
from wiki.forms.proof import Proving
from wiki.text.comment import MAX_BYTES

QUOTE_LENGTH, AROUND_LENGTH = 1000, 100  # `anchor.LONGEST`; select.js says when words are more
MOST_NUMBER = 2**63 - 1
QUICKEST = 2.0  # seconds in which nobody reads a form and types a sentence in it


class CommentForm(Gesture):
    """A comment. It has its number before it is sent, so that a second click sends no second one."""

    text = forms.CharField(
        label=pgettext_lazy("of a discussion", "Your comment"),
        help_text=gettext_lazy(
            "A little Markdown is understood: *emphasis*, lists, > quotes, `code`, [links](https://…). "
            "@first-last calls somebody."
        ),
        error_messages={"required": gettext_lazy("Nothing is written here yet.")},
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true"}),
    )
    uuid = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.initial.setdefault("uuid", uuid4())

    def clean_text(self) -> str:
        """Browsers send every line with CR LF."""
        text = lined(self.cleaned_data["text"])
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            raise ValidationError(
                _("This comment weighs %(size)d KB, one holds %(most)d KB: shorten it, or send it in two.")
                % {"size": -(-size // 1024), "most": MAX_BYTES // 1024},
                code=TOO_LONG,
            )
        return text

    def clean_uuid(self) -> UUID:
        """A number that was lost on the way is made anew: the words matter more."""
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()


class WatchedForm(CommentForm, Proving):
    """A comment of somebody new: a field that people leave empty, when the form was made, and a proof of
    work where one is asked for."""

    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, watched: bool = False, **how: Any) -> None:
        super().__init__(*args, **how)
        self.initial.setdefault("stamp", stamped())
        if not watched:
            del self.fields["website"], self.fields["stamp"]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Only robots fill in this field: empty it, and send again."))
        return ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "stamp" in self.fields:
            self._require_time()
        return values

    def _require_time(self) -> None:
        """What is sent too soon is sent again a moment later; without an hour of ours, with one of now."""
        age = age_of(self.data.get("stamp", ""))
        if age is None:
            self.data = {**_flat(self.data), "stamp": stamped()}
        if age is None or age < QUICKEST:
            sentence = _("This came faster than people type. Read your comment once more, and send it again.")
            self.refuse("text", sentence)


class QuoteForm(forms.Form):
    """The words of a page that a thread is about, those around them, and the revision that was read."""

    exact = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(
        min_value=1, max_value=MOST_NUMBER, required=False, widget=forms.HiddenInput
    )
    # The words are gone: what was typed is about the whole page, and says which words it was about.
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)

    QUOTE = ("exact", "before", "after", "revision", "whole")

    def clean_exact(self) -> str:
        return lined(self.cleaned_data["exact"])[:QUOTE_LENGTH].strip()

    def clean_before(self) -> str:
        return lined(self.cleaned_data["before"])[-AROUND_LENGTH:]

    def clean_after(self) -> str:
        return lined(self.cleaned_data["after"])[:AROUND_LENGTH]

    @property
    def is_forged(self) -> bool:
        """No form and no script of ours says that."""
        return any(name in self.errors for name in self.QUOTE)


class ThreadForm(QuoteForm, WatchedForm):
    """The first comment of a thread."""

    @property
    def quoted(self) -> str:
        """The words that it is about, as they are shown above it."""
        return lined(str(self["exact"].value() or ""))[:QUOTE_LENGTH].strip()

    @property
    def given(self) -> dict[str, Any]:
        """What opens the thread; about words that are gone, it is about the page and quotes them."""
        told = self.cleaned_data
        quote = None
        text = told["text"]
        if told["exact"] and told["whole"]:
            text = "".join(f"> {line}\n" for line in told["exact"].split("\n")) + f"\n{text}"
        elif told["exact"]:
            quote = Selection(told["exact"], told["before"], told["after"], told["revision"])
        return {"text": text, "uuid": told["uuid"], "quote": quote, "proof": self.proof_given}

    def about_the_whole(self) -> ThreadForm:
        """The same, to be sent once more, on the page."""
        how = {"watched": "stamp" in self.fields, "asks_proof": self.asks_proof}
        return ThreadForm({**_flat(self.data), "whole": "on"}, **how)


class ReplyForm(WatchedForm):
    """A comment that answers others."""

    @property
    def given(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in ("text", "uuid")}
        return told | {"proof": self.proof_given}


class RewriteForm(CommentForm):
    """A comment written anew by its author."""

    def __init__(self, *args: Any, text: str, **how: Any) -> None:
        super().__init__(*args, **{"initial": {"text": text}} | how)
        del self.fields["uuid"]


class ReasonForm(Gesture):
    """Why somebody's words are taken from sight, or shown again; why a thread is locked."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy(
            "Anybody reads it in the journal of moderation: name nobody, and quote nothing."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnchorForm(Gesture):
    """The words of the page that a thread is about from now on."""

    exact = forms.CharField(
        label=gettext_lazy("Words of the page"),
        help_text=gettext_lazy("Copy them from the page as it reads today."),
        max_length=QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    before = forms.CharField(
        label=gettext_lazy("Words just before them"),
        help_text=gettext_lazy("Only if the same words stand at several places."),
        max_length=AROUND_LENGTH,
        required=False,
    )
    after = forms.CharField(
        label=gettext_lazy("Words just after them"), max_length=AROUND_LENGTH, required=False
    )

    @property
    def given(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"exact": told["exact"], "prefix": told["before"], "suffix": told["after"]}


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """The last value of each field, as one that may be added to."""
    return {name: data.get(name) for name in data}


def lined(text: str) -> str:
    """The text with the line ends of the site; browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def stamped() -> str:
    """The hour, signed."""
    return Signer(salt=__name__).sign(f"{time():.1f}")


def age_of(stamp: str) -> float | None:
    """How many seconds ago a form was made; None if it was not made here."""
    try:
        return time() - float(Signer(salt=__name__).unsign(stamp))
    except BadSignature:
        return None
