"""What is decided of somebody, contested and answered → clean values; reasons that are written already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.forms import reasons as written
from wiki.forms.page import REASON_LENGTH, Gesture
from wiki.forms.reasons import Reason, Reasoned
from wiki.models.measure import Kind

KEEP, UPHOLD, DECLINE, OVERTURN = "keep", "uphold", "decline", "overturn"
GRANT, WITHDRAW = "grant", "withdraw"
MOST_NUMBER = 2**31 - 1
DAYS = (1, 3, 7, 14, 30, 90)

# In the order of their digits on a keyboard.
REASONS = (
    Reason(
        "person",
        gettext_lazy("Attacks on people"),
        gettext_lazy(
            "You wrote about people more than about texts, and somebody may be hurt by it. You are welcome "
            "with what you know and think: please say it without aiming at anybody."
        ),
    ),
    Reason(
        "hate",
        gettext_lazy("Hateful words"),
        gettext_lazy(
            "What you wrote turns people away for what they are. This guide is for everybody, and such words "
            "have no place in it."
        ),
    ),
    Reason(
        "private",
        gettext_lazy("Somebody’s private life"),
        gettext_lazy(
            "You published what somebody had not chosen to tell. Please protect people, even those with whom "
            "you disagree."
        ),
    ),
    Reason(
        "advertising",
        gettext_lazy("Advertising, or texts that fill space"),
        gettext_lazy(
            "What you sent advertises, or fills space. If what you offer helps those who read this guide, "
            "say how, and say that you work there or sell it."
        ),
    ),
    Reason(
        "insisting",
        gettext_lazy("The same again, after it was explained"),
        gettext_lazy(
            "We wrote to you about this before, and it has happened again. We prefer to stop here for now, "
            "so that others can go on in peace."
        ),
    ),
    Reason(
        "law",
        gettext_lazy("What the law forbids"),
        gettext_lazy(
            "The law does not let us publish what you sent. If you think that we are mistaken, contest this "
            "decision: somebody else will look at it."
        ),
    ),
)


# Why a suggestion is declined by those who moderate.
PROPOSED = (
    Reason(
        "advertising",
        gettext_lazy("It advertises"),
        gettext_lazy(
            "Your suggestion advertises. If what you offer helps those who read this page, propose it again: "
            "say how, and say that you work there or sell it."
        ),
    ),
    Reason(
        "link",
        gettext_lazy("It leads elsewhere without need"),
        gettext_lazy(
            "Your suggestion links to a site that does not help those who read this page. You may propose it "
            "again without the link, or say what one finds there."
        ),
    ),
    Reason(
        "person",
        gettext_lazy("It is about a person"),
        gettext_lazy(
            "Your suggestion is about a person more than about the text. Please propose it again without "
            "aiming at anybody."
        ),
    ),
    Reason(
        "nothing",
        gettext_lazy("It says nothing"),
        gettext_lazy(
            "We do not understand what your suggestion would change for those who read this page. Please "
            "propose it again, and say in a sentence what it is for."
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


def told_in(language: str, reasons: Sequence[Reason] = REASONS) -> dict[str, str]:
    """What people are told, by the key of the reason, in this language if it is one of the site's."""
    return written.told_in(language, reasons)


class Forgeable(Gesture):
    """A form whose buttons say what to do."""

    @property
    def is_forged(self) -> bool:
        """No form of ours says that."""
        return bool({"do", "seen", "because"} & self.errors.keys())


class JudgeForm(Reasoned, Forgeable):
    """Flags on a suggestion, a page or a person: dismissed, or upheld for a reason."""

    reasons = written.MENDED
    do = forms.ChoiceField(choices=[(KEEP, KEEP), (UPHOLD, UPHOLD), (DECLINE, DECLINE)])
    seen = forms.CharField(max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("What was done about it, and why"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "Only if the report is right. Anybody reads it in the journal of moderation: name nobody."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("do") in (UPHOLD, DECLINE) and not values.get("reason") and "reason" not in self.errors:
            self.refuse("reason", _("Say why: the journal keeps the reason."))
        return values


class ProposalForm(JudgeForm):
    """A suggestion that was flagged, or that a filter held back: kept, or declined for a reason."""

    reasons = PROPOSED
    version = forms.IntegerField(min_value=1, max_value=MOST_NUMBER)

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fields["reason"].label = _("What its author is told")
        self.fields["reason"].help_text = _("Unless you keep it. It stays in the journal of moderation.")

    @property
    def is_forged(self) -> bool:
        return super().is_forged or "version" in self.errors


class MeasureForm(Reasoned):
    """Warn somebody, suspend them for some days, or ban them."""

    reasons = REASONS
    kind = forms.ChoiceField(
        label=gettext_lazy("What is decided"),
        choices=[
            (Kind.WARN, gettext_lazy("Warn: they read it, and may go on writing")),
            (Kind.SUSPEND, gettext_lazy("Suspend: they read, and write nothing for some days")),
            (Kind.BAN, gettext_lazy("Ban: they write no more, and are logged out everywhere at once")),
        ],
        initial=Kind.WARN,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is decided.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"), coerce=int, required=False, initial=7, empty_value=None
    )
    reason = forms.CharField(
        label=gettext_lazy("What they are told"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "They read it with how to contest it; the journal of moderation tells it to anybody, without "
            "names."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        days: Any = self.fields["days"]
        days.choices = [(count, _days(count)) for count in DAYS]

    def clean(self) -> dict[str, Any]:
        """Only a suspension has days."""
        values = super().clean()
        _required(self, values)
        if values.get("kind") == Kind.SUSPEND and not values.get("days") and "days" not in self.errors:
            self.refuse("days", _("Say for how many days."))
        return values

    @property
    def until(self) -> datetime | None:
        """The day on which a suspension ends."""
        days = self.cleaned_data.get("days") if self.cleaned_data["kind"] == Kind.SUSPEND else None
        return timezone.now() + timedelta(days=days) if days else None


class TrustForm(Gesture):
    """Trust somebody by hand, or take that back."""

    do = forms.ChoiceField(choices=[(GRANT, GRANT), (WITHDRAW, WITHDRAW)])
    trust_reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("The journal of moderation tells it to anybody, without names."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ContestForm(Gesture):
    """Why a decision is unjust, in the words of whoever it is about."""

    text = forms.CharField(
        label=gettext_lazy("Why is it unjust?"),
        max_length=2_000,
        help_text=gettext_lazy(
            "What happened, what was misunderstood. Those who moderate read it, and nobody else."
        ),
        error_messages={"required": gettext_lazy("Say why: whoever answers has not decided it.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AnswerForm(Reasoned, Forgeable):
    """Uphold what is contested, or reverse it."""

    reasons = written.CONTESTED
    do = forms.ChoiceField(choices=[(UPHOLD, UPHOLD), (OVERTURN, OVERTURN)])
    reason = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("They read it, and the journal of moderation tells it without names."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        return _required(self, super().clean())


class LiftForm(Reasoned):
    """Why what was decided of somebody stands no more."""

    reasons = written.LIFTED
    reason = forms.CharField(
        label=gettext_lazy("What they are told"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("They read it, and the journal of moderation tells it without names."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        return _required(self, super().clean())


def _required(form: Gesture, values: dict[str, Any]) -> dict[str, Any]:
    """Values with a reason, or a form that asks for one."""
    if not values["reason"] and "reason" not in form.errors:
        form.refuse("reason", _("Say why: whoever it is about reads it, and the journal keeps it."))
    return values


def _days(count: int) -> str:
    return translation.ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
