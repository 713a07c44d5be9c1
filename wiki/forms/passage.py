"""What is typed about a passage of a page → clean values: its words, or the source of its block, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wiki.actions.revising import MAX_BYTES
from wiki.forms.page import REASON_LENGTH, TOO_LONG, WHY
from wiki.forms.proof import Proving
from wiki.forms.thread import MOST_NUMBER, lined
from wiki.text.passages import Passage

MOST_LINES = 1_000_000


class PassageForm(Proving):
    """The words of a passage, changed. Which passage of which revision is told by what is hidden; a form has
    its number before it is sent, so that a second click proposes nothing twice."""

    revision = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, widget=forms.HiddenInput)
    first = forms.IntegerField(min_value=0, max_value=MOST_LINES, widget=forms.HiddenInput)
    last = forms.IntegerField(min_value=0, max_value=MOST_LINES, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=16, widget=forms.HiddenInput)
    uuid = forms.CharField(required=False, widget=forms.HiddenInput)
    # The number of the discussion that asks for it, if one does: no reason to refuse the words.
    thread = forms.CharField(required=False, widget=forms.HiddenInput)

    text = forms.CharField(
        label=gettext_lazy("The passage, in your words"),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "true"}),
    )
    source = forms.CharField(
        label=pgettext_lazy("of a passage", "The source of the passage"),
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "true", "class": "source"}),
    )
    reason = forms.CharField(
        label=WHY,
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Say in a few words why: those who decide read it first.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    WHICH = ("revision", "first", "last", "digest")

    def __init__(self, *args: Any, sends: bool = True, **how: Any) -> None:
        super().__init__(*args, **{"auto_id": "ui-passage-%s"} | how)
        self.initial.setdefault("uuid", uuid4())
        self.fields["reason"].required = sends
        if "source" not in self.data and "source" not in self.initial:
            del self.fields["source"]

    def clean_text(self) -> str:
        return self._weighed("text")

    def clean_source(self) -> str:
        return self._weighed("source")

    def clean_uuid(self) -> UUID:
        """A number that was lost on the way is made anew: the words matter more."""
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()

    @property
    def is_forged(self) -> bool:
        """No form of ours leaves out which passage it is about."""
        return any(name in self.errors for name in self.WHICH)

    @property
    def is_of_source(self) -> bool:
        return "source" in self.fields

    def of_source(self, source: str) -> PassageForm:
        """The same, with the source of the block to be changed instead."""
        return PassageForm({**_flat(self.data), "source": source}, asks_proof=self.asks_proof)

    def _weighed(self, name: str) -> str:
        text = lined(self.cleaned_data[name])
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            raise ValidationError(
                _("This passage weighs %(size)d KB, a page holds %(most)d KB: shorten it.")
                % {"size": -(-size // 1024), "most": MAX_BYTES // 1024},
                code=TOO_LONG,
            )
        return text


def about(passage: Passage, revision: int) -> dict[str, Any]:
    """What a form begins with."""
    return {
        "revision": revision,
        "first": passage.first,
        "last": passage.last,
        "digest": passage.digest,
        "text": passage.words,
    }


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """The last value of each field, as one that may be added to."""
    return {name: data.get(name) for name in data}
