"""What somebody follows and how they want to be told → clean values."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiki.forms.page import Gesture
from wiki.models.watch import DAYS, HOURS, Level, Pace, Topic

# In the words of who chooses, each with what it brings.
LEVELS = {
    Level.CHANGES: (_("Published changes"), _("A revision comes out, a page is added")),
    Level.DISCUSSION: (_("Changes and discussion"), _("Each thread and each suggestion too")),
    Level.NEW: (_("New pages only"), ""),
    Level.MINE: (_("Only what concerns me"), _("Answers, mentions, my suggestions")),
    Level.NOTHING: (_("Nothing, even if I take part"), ""),
}
# Of which kind of thing one may ask how much.
OFFERED = {
    "page": (Level.CHANGES, Level.DISCUSSION, Level.MINE, Level.NOTHING),
    "above": (Level.CHANGES, Level.DISCUSSION, Level.NEW, Level.MINE, Level.NOTHING),
    "thread": (Level.DISCUSSION, Level.MINE, Level.NOTHING),
    "suggestion": (Level.DISCUSSION, Level.CHANGES, Level.MINE, Level.NOTHING),
    "whom": (Level.CHANGES, Level.DISCUSSION, Level.NOTHING),
}
SHORT = {
    Level.CHANGES: _("Changes"),
    Level.DISCUSSION: _("Changes and discussion"),
    Level.NEW: _("New pages"),
    Level.MINE: _("What concerns me"),
    Level.NOTHING: _("Nothing"),
}


class FollowForm(Gesture):
    """How closely one follows a thing; one above others with what lies below it, or without."""

    level = forms.ChoiceField(label=_("Tell me of"), widget=forms.RadioSelect)
    below = forms.BooleanField(label=_("Also the pages below"), required=False)

    def __init__(self, *args: Any, kind: str, short: bool = False, **how: Any) -> None:
        super().__init__(*args, **how)
        levels = OFFERED[kind]
        field = cast("forms.ChoiceField", self.fields["level"])
        field.choices = [(one, SHORT[one] if short else LEVELS[one][0]) for one in levels]
        if kind != "above":
            del self.fields["below"]


class SettingsForm(Gesture):
    """How soon one hears by mail of each topic, and at what hour a digest comes."""

    follows = forms.BooleanField(
        label=_("Follow what I take part in"),
        help_text=_(
            "A thread where I write, a suggestion that I send or review, a page that my words are in"
        ),
        required=False,
    )
    hour = forms.TypedChoiceField(label=_("Digest at"), coerce=int)
    weekday = forms.TypedChoiceField(label=_("The weekly one, on"), coerce=int, choices=list(DAYS.items()))
    paused_until = forms.DateField(
        label=_("No mail until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        said = gettext("%(hour)s:00")
        hours = cast("forms.ChoiceField", self.fields["hour"])
        hours.choices = [(hour, said % {"hour": hour}) for hour in HOURS]
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label, choices=Pace.choices, widget=forms.RadioSelect
            )


class MarkForm(Gesture):
    """Which notices were read, or were not."""

    do = forms.ChoiceField(choices=[(word, word) for word in ("read", "unread", "all")])
    key = forms.CharField(required=False, max_length=10_000)
