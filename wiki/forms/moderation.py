"""What is decided of a comment that waits → clean values; and the reasons that are written already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.forms import reasons
from wiki.forms.page import REASON_LENGTH, Gesture
from wiki.forms.reasons import Reason, Reasoned
from wiki.forms.suggestion import all_the_same

KEEP, HIDE, ASK = "keep", "hide", "ask"


# In the order of their digits on a keyboard.
REASONS = (
    Reason(
        "person",
        gettext_lazy("It is about a person"),
        gettext_lazy(
            "Your comment is about a person more than about the text. What you want to say may matter: "
            "please write it again without aiming at anybody."
        ),
    ),
    Reason(
        "tone",
        gettext_lazy("Its tone hurts"),
        gettext_lazy(
            "These words may hurt those who read them. You may disagree, even strongly: please say it again "
            "in a way that lets the other answer."
        ),
    ),
    Reason(
        "private",
        gettext_lazy("It tells of somebody’s private life"),
        gettext_lazy(
            "Your comment tells something of a person that they have not chosen to publish. Please write it "
            "again without what would let them be recognised."
        ),
    ),
    Reason(
        "subject",
        gettext_lazy("It is about something else"),
        gettext_lazy(
            "Thank you for writing. This discussion is about the text beside it, and your comment is about "
            "something else: it may have its place on another page of the guide."
        ),
    ),
    Reason(
        "advertising",
        gettext_lazy("It advertises"),
        gettext_lazy(
            "Advertising has no place here. If what you offer helps those who read this page, say how, and "
            "say that you work there or sell it."
        ),
    ),
    Reason(
        "law",
        gettext_lazy("The law forbids it"),
        gettext_lazy(
            "The law does not let us publish this. If you think that we are mistaken, write to us: somebody "
            "will look at it again."
        ),
    ),
)


class PutAwayForm(Reasoned):
    """Why a comment is hidden, from its discussion."""

    reasons = REASONS
    reason = forms.CharField(
        label=gettext_lazy("What its author is told"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("It stays in the journal of moderation: name nobody, and quote nothing."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values["reason"] and "reason" not in self.errors:
            self.refuse("reason", _("Say why: its author reads it, and the journal keeps it."))
        return values


class DecisionForm(Gesture):
    """Keep a comment, hide it or ask for other words: for a reason that is typed, or written already."""

    do = forms.ChoiceField(choices=[(KEEP, KEEP), (HIDE, HIDE), (ASK, ASK)], widget=forms.HiddenInput)
    seen = forms.CharField(max_length=60, widget=forms.HiddenInput)
    despite = all_the_same()
    because = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("What its author is told"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("Unless you keep it. It stays in the journal of moderation."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, language: str = "", **how: Any) -> None:
        """`language` is that of the author, who is written to in it."""
        super().__init__(*args, **how)
        self.told = told_in(language)
        reasons.offer(self.fields["because"], REASONS, self.told)

    @property
    def is_forged(self) -> bool:
        """No form of ours says that."""
        return bool({"do", "seen", "because"} & self.errors.keys())

    def clean(self) -> dict[str, Any]:
        """What is chosen stands for what is not typed."""
        values = super().clean() or {}
        values["reason"] = values.get("reason") or self.told.get(values.get("because", ""), "")
        if values.get("do") in (HIDE, ASK) and not values["reason"] and "reason" not in self.errors:
            self.refuse("reason", _("Say why: its author reads it, and the journal keeps it."))
        return values


def told_in(language: str) -> dict[str, str]:
    """What authors are told, by the key of the reason, in this language if it is one of the site's."""
    return reasons.told_in(language, REASONS)
