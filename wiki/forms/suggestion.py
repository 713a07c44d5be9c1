"""What is typed of a suggestion → clean values: what is proposed and why, what was chosen of it, why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from wiki.actions.deeds import Deed
from wiki.actions.rebasing import FIELDS, WHOLE
from wiki.forms.page import LOOKS, MOST_NUMBER, AboveForm, Gesture, NewPageForm, TextForm
from wiki.forms.proof import Proving
from wiki.forms.thread import lined
from wiki.models import Page
from wiki.models.page import Kind
from wiki.models.suggestion import SUMMARY_LENGTH, Aim
from wiki.text.merge import Choice, Conflict, Take

MOST_CHOSEN = 5_000  # characters of one tick box: the numbers of its changes
REASON_LENGTH = 2_000
_KEYS = re.compile(r"whole|(?:\d{1,9}|title|description)(?: (?:\d{1,9}|title|description))*")


def why() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=SUMMARY_LENGTH,
        help_text=gettext_lazy("The question that you are asked, the example that is missing…"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def why_not() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Its author reads it, and so does everybody else."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def all_the_same() -> forms.BooleanField:
    """Asked only where somebody else is at it."""
    return forms.BooleanField(label=gettext_lazy("I decide all the same"), required=False)


class Proposing(Proving):
    """What somebody proposes, and why."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    # The version of the suggestion that was in view, where there is one already.
    seen = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, required=False, widget=forms.HiddenInput)
    reason = why()

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, initial={"uuid": uuid4()} | how.pop("initial", {}), **how)
        self.fields["reason"].required = self.data.get("do") not in LOOKS  # who looks may say why later

    @property
    def is_forged(self) -> bool:
        """No form of ours says that, or leaves it out."""
        return any(name in self.errors for name in ("uuid", "base", "seen"))


class ProposalForm(Proposing, TextForm):
    """Another text for a page, its title and description among it."""

    # The revision of the page that was in view.
    base = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, widget=forms.HiddenInput)

    field_order = ("title", "source", "description", "reason")

    def __init__(self, *args: Any, page: Page, **how: Any) -> None:
        words = ("title", "description", "source")
        told = {name: getattr(page, name) for name in words} | how.pop("initial", {})
        super().__init__(*args, initial=told, **how)
        self.kept_header = page.header
        del self.fields["listed"]
        if page.kind != Kind.PAGE:
            del self.fields["source"]

    @property
    def fields_given(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class NewPageProposalForm(Proposing, NewPageForm):
    """A page that would stand below another."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        del self.fields["listed"]

    @property
    def deed(self) -> Deed:
        told = {name: self.cleaned_data[name] for name in ("title", "description", "slug")}
        return Deed(Aim.PAGE, self.cleaned_data["source"], told)


class PlaceProposalForm(Proposing, AboveForm):
    """The page below which another would stand."""

    field_order = ("parent", "reason")

    @property
    def deed(self) -> Deed:
        return Deed(Aim.PLACE, fields={"parent": self.cleaned_data["parent"]})


class ArchivingProposalForm(Proposing):
    """Why a page would be put away."""

    @property
    def deed(self) -> Deed:
        return Deed(Aim.ARCHIVE)


class SeenForm(Gesture):
    """The version of a suggestion that was in view."""

    seen = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, widget=forms.HiddenInput)

    @property
    def is_forged(self) -> bool:
        """No form of ours says that, or leaves it out."""
        return any(name in self.errors for name in ("seen", "base", "chosen", "about"))


class UndoForm(Gesture):
    """The acceptance that is to be undone."""

    review = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, widget=forms.HiddenInput)


class _Ticked(forms.MultipleChoiceField):
    """Tick boxes, each of which names the changes that it stands for."""

    hidden_widget = forms.MultipleHiddenInput

    def valid_value(self, value: str) -> bool:
        return len(value) <= MOST_CHOSEN and bool(_KEYS.fullmatch(value))


class _Keys(forms.CharField):
    """The changes that a card stands for, or nothing: the whole."""

    widget = forms.HiddenInput

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (len(value) <= MOST_CHOSEN and _KEYS.fullmatch(value)):
            raise ValidationError("these are no changes")


class ChoiceForm(SeenForm):
    """Which changes of which version of a suggestion somebody has ticked."""

    chosen = _Ticked(required=False, widget=forms.MultipleHiddenInput)
    despite = all_the_same()

    @property
    def keys(self) -> list[str]:
        return [key for ticked in self.cleaned_data["chosen"] for key in ticked.split()]

    @property
    def shown(self) -> set[str]:
        """The changes that it is about, sent or not yet."""
        return {key for ticked in self["chosen"].value() or [] for key in str(ticked).split()}


class StandForm(SeenForm):
    """The change that somebody is for or against, or the whole."""

    about = _Keys(required=False)

    @property
    def keys(self) -> list[str]:
        return [key for key in self.cleaned_data["about"].split() if key != WHOLE]

    @property
    def shown(self) -> set[str]:
        """The changes that it is about, sent or not yet."""
        return set(str(self["about"].value() or "").split())


class ObjectionForm(StandForm):
    """What would go wrong, and what to do instead."""

    asks = StandForm
    reason = forms.CharField(
        label=gettext_lazy("What would go wrong?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("For whom, and in which case. Everybody reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    other_way = forms.CharField(
        label=gettext_lazy("What would you do instead?"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Other words, another place, nothing at all: something that can be chosen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VerdictForm(ChoiceForm):
    """A verdict that says why."""

    asks = ChoiceForm
    reason = why_not()


class DeclineForm(Gesture):
    """Why several suggestions are declined at once."""

    reason = why_not()


class ConflictForm(SeenForm):
    """What becomes of each passage that two people changed differently: one click each, or other words."""

    base = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, conflicts: Sequence[Conflict], disputed: Sequence[str], **how: Any
    ) -> None:
        super().__init__(*args, **how)
        self.conflicts, self.disputed = conflicts, disputed
        for conflict in conflicts:
            self.fields[f"take-{conflict.number}"] = forms.ChoiceField(
                choices=[(take, take) for take in _takes(conflict)],
                error_messages={"required": gettext_lazy("Choose what becomes of it.")},
            )
            self.fields[f"text-{conflict.number}"] = forms.CharField(required=False, strip=False)
        for name in disputed:
            self.fields[f"field-{name}"] = forms.ChoiceField(
                choices=[("ours", "ours"), ("theirs", "theirs")],
                error_messages={"required": gettext_lazy("Choose what becomes of it.")},
            )

    @property
    def choices(self) -> dict[int, Choice]:
        return {
            conflict.number: Choice(
                self.cleaned_data[f"take-{conflict.number}"],
                lined(self.cleaned_data[f"text-{conflict.number}"]),
            )
            for conflict in self.conflicts
        }

    @property
    def count(self) -> int:
        """How many choices there are to be made."""
        return len(self.conflicts) + len(self.disputed)

    def keeps(self, name: str) -> bool:
        """Whether the proposed title, or description, stands."""
        return bool(self.cleaned_data[f"field-{name}"] == "theirs")


def _takes(conflict: Conflict) -> list[Take]:
    """Both can stand only where both are words: one side may have taken them away."""
    both: list[Take] = ["ours, theirs", "theirs, ours"] if conflict.ours and conflict.theirs else []
    return ["ours", "theirs", *both, "text"]
