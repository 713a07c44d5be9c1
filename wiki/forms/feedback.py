"""What a reader says of a page → clean values; which answers those who decide want to read."""

from __future__ import annotations

from time import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.forms.page import TOO_LONG, Gesture
from wiki.models.feedback import WORDS_LENGTH

QUICKEST, LONGEST = 1.0, 86_400  # seconds between the moment that a form is made and that it is sent


class FeedbackForm(Gesture):
    """Whether a page helped, and a word. Whoever sends it has neither account nor cookie: a signed stamp says
    that the form is ours, of this page and of today; a field that people leave empty stops robots."""

    helped = forms.TypedChoiceField(
        label=gettext_lazy("Did this page help you?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    words = forms.CharField(
        label=gettext_lazy("A word, if you like"),
        help_text=gettext_lazy("What was missing, or what was of use. Write nothing that tells who you are."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: int, **how: Any) -> None:
        super().__init__(*args, **how)
        self._page = page
        self.initial.setdefault("stamp", stamped(page))

    def clean_words(self) -> str:
        """Browsers send every line with CR LF."""
        words: str = self.cleaned_data["words"].replace("\r\n", "\n").replace("\r", "\n")
        if len(words) > WORDS_LENGTH:
            said = _("That is %(size)d characters, and %(most)d are read: shorten it.")
            raise ValidationError(said % {"size": len(words), "most": WORDS_LENGTH}, code=TOO_LONG)
        return words

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Only robots fill in this field: empty it, and send again."))
        return ""

    def clean(self) -> dict[str, Any]:
        """A form that is too old, or of nowhere, is sent once more with a stamp of now."""
        values = super().clean() or {}
        age = age_of(self._page, self.data.get("stamp", ""))
        if age is None or age < QUICKEST:
            if age is None:
                self.data = {**dict(self.data.items()), "stamp": stamped(self._page)}
            self.refuse("words", _("Read your answer once more, and send it again."))
        return values


def stamped(page: int) -> str:
    """The page and the hour, signed."""
    return Signer(salt=__name__).sign(f"{page}:{time():.1f}")


def age_of(page: int, stamp: str) -> float | None:
    """How many seconds ago a form of this page was made; None of one that was not made here today."""
    try:
        number, _colon, hour = Signer(salt=__name__).unsign(stamp).partition(":")
    except BadSignature:
        return None
    age = time() - float(hour)
    return age if number == str(page) and age <= LONGEST else None
