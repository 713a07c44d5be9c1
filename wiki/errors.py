"""The refusals: what the wiki says no to, in words a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


class Refusal(Exception):
    """The mother of all refusals; `str()` of one is a sentence for whoever asked."""


class NotAllowed(Refusal):
    """This person may not do that to this thing."""

    def __init__(self, action: str, it: Any = None) -> None:
        super().__init__(_("You may not do this (%(action)s).") % {"action": action})
        self.action = action
        self.it = it


class EditConflict(Refusal):
    """Somebody else wrote meanwhile; what was proposed is kept by name, to be shown beside what stands."""

    def __init__(self, page: Any, proposed: Mapping[str, Any] | None = None) -> None:
        super().__init__(_("“%(page)s” was changed by somebody else meanwhile.") % {"page": page})
        self.page = page
        self.proposed = dict(proposed or {})


class SuggestionSettled(Refusal):
    """The suggestion was decided or amended by somebody else first."""


class BadSuggestion(Refusal):
    """A suggestion cannot be kept or decided as asked: nothing changed, no reason, changes of another one…"""


class TakenAlready(Refusal):
    """Somebody else is reading it just now: one waits, or decides all the same, knowingly."""


class BadCharter(Refusal):
    """A charter cannot be kept as it was given: more approvals than people, of no section…"""


class BadDate(Refusal):
    """A page cannot be looked at anew on that day: it is over, or too far away."""


class BadSieve(Refusal):
    """A filter of words and links cannot be kept as it was given: too long, an entry that is no site…"""


class BadInvitation(Refusal):
    """An invitation cannot be made as it was asked for, or is over already: for nobody, without a reason…"""


class BadComment(Refusal):
    """A comment cannot be kept as it was given: empty, too long, too many links, said already…"""


class BadReuse(Refusal):
    """A reuse cannot be kept as it was told: no title, of no page, a link that leads nowhere…"""


class BadReversal(Refusal):
    """What an account did cannot be undone as asked: nothing to undo, under way already, no reason…"""


class CommentSettled(Refusal):
    """Somebody else who moderates has decided on the comment first."""


class CommentChanged(Refusal):
    """The comment is not the one that was looked at: it says something else now, or was flagged once more."""


class BadMeasure(Refusal):
    """What is decided of somebody cannot be kept as it was given: no reason, a day that has passed…"""


class MeasureSettled(Refusal):
    """Somebody else has taken it back, or answered, first."""


class WordsGone(Refusal):
    """The words that a thread would hold on to are not on the page, or nobody can tell which they are."""


class ThreadClosed(Refusal):
    """A discussion is resolved or locked, or its page was put away: nothing is added to it."""


class TooSoon(Refusal):
    """Too much in too short a time; `retry_after` says in how many seconds it would be taken."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = max(1, retry_after)


class BadAddress(Refusal):
    """A page cannot stand at this address: its form is wrong, it is taken, or the site keeps it."""


class BadPage(Refusal):
    """A page cannot be kept as it was given: no title, too long a text…"""


class BadFile(Refusal):
    """A file cannot be kept: what it is, how it is called, whether a page still shows it…"""


class TooHeavy(BadFile):
    """A file, or all those of one person, weigh more than the site takes."""


class BadSettings(Refusal):
    """The settings of the site cannot be kept as they were given; each field says what is wrong."""

    def __init__(self, told: Mapping[str, list[str]]) -> None:
        super().__init__(" ".join(sentence for sentences in told.values() for sentence in sentences))
        self.told = dict(told)


class BrokenBook(Refusal):
    """A book cannot be read: the message names the file and the cause."""


class ImportSettled(Refusal):
    """An import was stopped, carried out or begun again by somebody else first."""


class TaskSettled(Refusal):
    """A task of the queue is running, or over: it is neither run again nor dropped."""
