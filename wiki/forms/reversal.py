"""What of an account is undone, and why → clean values."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from wiki.actions.spans import USUAL, Span
from wiki.forms.page import REASON_LENGTH, Gesture
from wiki.forms.reasons import Reason, ReasonSelect
from wiki.models.reversal import Sort

ALL, DAY, WEEK, MONTH, DATE = "all", "day", "week", "month", "date"
DAYS = {DAY: 1, WEEK: 7, MONTH: 30}
REASONS = (
    Reason(
        "advertising",
        gettext_lazy("It advertises"),
        gettext_lazy("This account was used to advertise: what it wrote is undone."),
    ),
    Reason(
        "stolen",
        gettext_lazy("Somebody else has used the account"),
        gettext_lazy(
            "This account seems to have been used by somebody else: what was written from it is undone."
        ),
    ),
    Reason(
        "harm",
        gettext_lazy("It harms the guide on purpose"),
        gettext_lazy("What this account wrote damages the guide on purpose: it is undone."),
    ),
)


class ChoiceForm(Gesture):
    """What of an account is meant: since when, and of which sorts."""

    since = forms.ChoiceField(
        label=gettext_lazy("Since when"),
        choices=[
            (ALL, gettext_lazy("Everything since it exists")),
            (DAY, gettext_lazy("The last 24 hours")),
            (WEEK, gettext_lazy("The last 7 days")),
            (MONTH, gettext_lazy("The last 30 days")),
            (DATE, gettext_lazy("Since this day")),
        ],
    )
    day = forms.DateField(
        label=gettext_lazy("Since which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sorts = forms.MultipleChoiceField(
        label=gettext_lazy("What of it"), choices=Sort.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any) -> None:
        usual = {"since": ALL, "sorts": [sort for sort in Sort if sort in USUAL]}
        super().__init__(data or None, initial=usual)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("since") == DATE and not values.get("day") and "day" not in self.errors:
            self.refuse("day", _("Say since which day."))
        return values

    def span(self, person: User) -> Span:
        """As it is chosen, or as it is usual where nothing was."""
        given = self.cleaned_data if self.is_bound else {}
        now, asked = timezone.now(), given.get("since", ALL)
        since = now - timedelta(days=DAYS[asked]) if asked in DAYS else None
        if asked == DATE:
            since = timezone.make_aware(datetime.combine(given["day"], time.min))
        return Span(person, now, since, frozenset(given.get("sorts", USUAL)))


class RevertForm(Gesture):
    """Undo what was looked at, for a reason: one that is written already, or one's own words."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    sorts = forms.CharField(max_length=200, widget=forms.HiddenInput)
    after = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    until = forms.CharField(max_length=40, widget=forms.HiddenInput)
    because = forms.ChoiceField(label=gettext_lazy("Why"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("What its owner is told"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "It stays in the journal of moderation and, without names, in the history of the pages."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, language: str = "", **how: Any) -> None:
        """`language` is that of the account, whose owner is written to in it."""
        super().__init__(*args, **how)
        known = language if language in dict(settings.LANGUAGES) else get_language()
        with translation.override(known):
            self.told = {reason.key: str(reason.told) for reason in REASONS}
        because: Any = self.fields["because"]
        named = [(reason.key, str(reason.name)) for reason in REASONS]
        because.choices = [*named, ("", _("In your own words"))]
        because.widget = ReasonSelect(self.told)
        because.widget.choices = because.choices

    @classmethod
    def about(cls, span: Span, uuid: Any) -> RevertForm:
        """The form of what is shown."""
        told = {"uuid": uuid, "sorts": ",".join(sorted(span.sorts)), "until": span.until.isoformat()}
        after = span.since.isoformat() if span.since else ""
        told |= {"after": after, "because": REASONS[0].key}
        return cls(initial=told, language=span.person.language)

    @property
    def is_forged(self) -> bool:
        """No form of ours says that."""
        return bool({"uuid", "sorts", "after", "until", "because"} & self.errors.keys())

    def clean_sorts(self) -> frozenset[str]:
        sorts = frozenset(self.cleaned_data["sorts"].split(","))
        if not sorts <= set(Sort.values):
            raise ValidationError("there is no such sort")
        return sorts

    def clean_after(self) -> datetime | None:
        return _moment(self.cleaned_data["after"]) if self.cleaned_data["after"] else None

    def clean_until(self) -> datetime:
        return min(_moment(self.cleaned_data["until"]), timezone.now())

    def clean(self) -> dict[str, Any]:
        """What is chosen stands for what is not typed."""
        values = super().clean() or {}
        values["reason"] = values.get("reason") or self.told.get(values.get("because", ""), "")
        if not values["reason"] and "reason" not in self.errors:
            self.refuse("reason", _("Say why: its owner reads it, and the journal keeps it."))
        return values

    def span(self, person: User) -> Span:
        given = self.cleaned_data
        return Span(person, given["until"], given["after"], given["sorts"])


class BringBackForm(Gesture):
    """Why what was undone is brought back."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("It stays in the journal of moderation."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _moment(told: str) -> datetime:
    try:
        moment = parse_datetime(told)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise ValidationError("that is no moment")
    return moment
