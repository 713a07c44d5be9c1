"""What a notice says: who did what, in whose words, why somebody is told, and where to go from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiki.models import Fact, Notice, Review
from wiki.models.notice import Kind, Why
from wiki.models.page import gestures_of
from wiki.models.reminder import Recall
from wiki.models.suggestion import Aim
from wiki.text import diff
from wiki.text.diff import Segment
from wiki.text.excerpts import Excerpt, Excerpts, spaced

LONGEST = 300  # characters of what somebody said
MOST_CHANGES = 3  # of one notice, word by word
ICONS = {
    Kind.OPENED: ("message", "new"),
    Kind.REPLIED: ("message", "new"),
    Kind.RESOLVED: ("check", "ok"),
    Kind.REOPENED: ("message", ""),
    Kind.PROPOSED: ("git-compare", "new"),
    Kind.AMENDED: ("git-compare", "new"),
    Kind.ASKED: ("pencil-line", "warn"),
    Kind.APPROVED: ("check", ""),
    Kind.ACCEPTED: ("check", "ok"),
    Kind.DECLINED: ("x", "warn"),
    Kind.SUPPORTED: ("thumbs-up", ""),
    Kind.OBJECTED: ("hand", "warn"),
    Kind.REVISED: ("pencil-line", ""),
    Kind.CREATED: ("plus", "new"),
    Kind.REMINDED: ("history", "warn"),
    Kind.MENTIONED: ("message", "new"),
    Kind.TAKEN: ("eye", ""),
    Kind.OUTDATED: ("history", "warn"),
    Kind.FEEDBACK: ("message", ""),
    Kind.REUSED: ("repeat-2", "new"),
}


@dataclass(slots=True, kw_only=True)
class Line:
    """One notice, or several that say the same, in words."""

    keys: list[int]
    who: str  # nobody, where nobody did it
    said: str
    quote: str
    changes: list[list[Segment]]
    more: int  # changes that are not shown
    address: str
    link: str
    because: str
    icon: str
    tone: str
    at: Any
    is_unread: bool
    fact: Fact
    others: int = 0
    people: set[int] = field(default_factory=set)


def line(notice: Notice, excerpts: Excerpts | None = None, *, is_shown: bool = True) -> Line:
    """A notice in the language of now; `excerpts`: what changed on its page, where a screen shows it. What a
    hidden revision says, or the one that it wrote over, is not shown."""
    fact = notice.fact
    kind = Kind(fact.kind)
    changes, more = _changes(notice, excerpts) if is_shown else ([], 0)
    icon, tone = ICONS[kind]
    # Who wrote a revision, and why, may have been hidden since.
    is_signed = fact.revision is None or not fact.revision.author_hidden
    return Line(
        keys=[notice.pk],
        who=str(fact.by) if fact.by and is_signed else "",
        said=_said(notice, kind),
        quote=Truncator(_quote(fact, kind)).chars(LONGEST) if is_signed else "",
        changes=changes,
        more=more,
        address=address_of(fact),
        link=_link(fact, kind),
        because=because(notice),
        icon=icon,
        tone=tone,
        at=fact.at,
        is_unread=notice.read_at is None,
        fact=fact,
        people={fact.by_id or 0},
    )


def joined(lines: Sequence[Line]) -> list[Line]:
    """Supports of the same suggestion are told in one line."""
    told: list[Line] = []
    for one in lines:
        last = told[-1] if told else None
        same = last and Kind.SUPPORTED == last.fact.kind == one.fact.kind
        if last and same and last.fact.suggestion_id == one.fact.suggestion_id:
            last.keys += one.keys
            last.people |= one.people
            last.others = len(last.people) - 1
            last.is_unread = last.is_unread or one.is_unread
        else:
            told.append(one)
    for one in told:
        if one.others:
            others = ngettext(
                "%(person)s and %(count)d other person", "%(person)s and %(count)d others", one.others
            )
            one.who = others % {"person": one.who, "count": one.others}
            one.said = _("support “%(summary)s”.") % {"summary": _summary(one.fact)}
    return told


def address_of(fact: Fact) -> str:
    """Where one reads it: an address that stays, whatever moves."""
    if fact.thread_id:
        where = reverse("wiki:thread", args=[fact.thread_id])
        return f"{where}#ui-comment-{fact.comment_id}" if fact.comment_id else where
    if fact.revision_id and fact.kind in (Kind.REVISED, Kind.ACCEPTED):
        return reverse("wiki:permanent-revision", args=[fact.revision_id])
    if fact.suggestion_id:
        return reverse("wiki:suggestion", args=[fact.suggestion_id])
    if fact.kind == Kind.OUTDATED:
        return f"{gestures_of(fact.page.path or '')}upkeep/"
    if fact.kind == Kind.FEEDBACK:
        return f"{reverse('wiki:all-feedback')}?of={fact.page_id}"
    if fact.reuse is not None:
        return fact.reuse.address
    return fact.page.address


def because(notice: Notice) -> str:
    """Why they are told, in words."""
    if notice.why == Why.ABOVE and notice.above:
        return _("because you follow “%(page)s” and what stands below") % {"page": notice.above.title}
    if notice.why == Why.PERSON and notice.fact.by:
        return _("because you follow %(person)s") % {"person": notice.fact.by}
    return str(notice.get_why_display())


def _said(notice: Notice, kind: Kind) -> str:
    fact = notice.fact
    if notice.why == Why.MENTIONED:
        return _("mentioned you in thread %(number)s.") % {"number": _number(fact)}
    if kind == Kind.REPLIED and notice.why == Why.OPENED:
        return _("answered you in thread %(number)s.") % {"number": _number(fact)}
    if kind == Kind.REMINDED:
        return _reminded(fact)
    if notice.why == Why.WORDS:
        return _reworded(fact)
    if kind == Kind.ACCEPTED or kind in _COUNTED:
        return _decided(notice, kind)
    if fact.reuse is not None and kind in _OF_REUSES:
        own = notice.why == Why.TELLER
        return (_OF_YOUR_REUSES if own else _OF_REUSES)[kind]() % {"title": fact.reuse}
    own = notice.why == Why.AUTHOR
    said = _OF_YOURS.get(kind) if own else None
    told = {"number": _number(fact), "summary": _summary(fact), "page": fact.page.title}
    told["title"] = str(fact.reuse or "")
    return (said() if said else _OF_OTHERS[kind]()) % told


_OF_YOURS = {
    Kind.OPENED: lambda: _("commented on your suggestion “%(summary)s”."),
    Kind.TAKEN: lambda: _("is reading your suggestion “%(summary)s”."),
    Kind.ASKED: lambda: _("asks you to change your suggestion “%(summary)s”:"),
    Kind.SUPPORTED: lambda: _("supports your suggestion “%(summary)s”."),
    Kind.OBJECTED: lambda: _("objects to your suggestion “%(summary)s”:"),
}
_OF_OTHERS = {
    Kind.OPENED: lambda: _("opened thread %(number)s."),
    Kind.REPLIED: lambda: _("answered in thread %(number)s."),
    Kind.RESOLVED: lambda: _("resolved thread %(number)s."),
    Kind.REOPENED: lambda: _("reopened thread %(number)s."),
    Kind.PROPOSED: lambda: _("sent the suggestion “%(summary)s”."),
    Kind.AMENDED: lambda: _("amended the suggestion “%(summary)s”."),
    Kind.ASKED: lambda: _("asks for changes to the suggestion “%(summary)s”:"),
    Kind.SUPPORTED: lambda: _("supports the suggestion “%(summary)s”."),
    Kind.OBJECTED: lambda: _("objects to the suggestion “%(summary)s”:"),
    Kind.REVISED: lambda: _("changed the page."),
    Kind.CREATED: lambda: _("published a new page."),
    Kind.OUTDATED: lambda: _("The day has come to look at this page anew."),
    Kind.FEEDBACK: lambda: _("Readers said whether this page helped them."),
    Kind.REUSED: lambda: _("told the reuse “%(title)s”."),
}


def _reworded(fact: Fact) -> str:
    """What somebody published over words of the reader."""
    if fact.kind != Kind.ACCEPTED:
        return _("changed words that you had written.")
    said = (
        _("accepted the suggestion “%(summary)s”, which changes words that you had written.")
        if fact.by_id
        else _(
            "Nobody objected in time: the suggestion “%(summary)s” is published, and changes words that you "
            "had written."
        )
    )
    return said % {"summary": _summary(fact)}


_OF_REUSES = {
    Kind.OPENED: lambda: _("commented on the reuse “%(title)s”."),
    Kind.REPLIED: lambda: _("answered about the reuse “%(title)s”."),
    Kind.RESOLVED: lambda: _("resolved a thread on the reuse “%(title)s”."),
    Kind.REOPENED: lambda: _("reopened a thread on the reuse “%(title)s”."),
}
_OF_YOUR_REUSES = _OF_REUSES | {
    Kind.OPENED: lambda: _("commented on your reuse “%(title)s”."),
    Kind.REPLIED: lambda: _("answered about your reuse “%(title)s”."),
}


def _accepted(own: bool, count: int) -> str:
    if own:
        return ngettext(
            "accepted %(count)d change of your suggestion “%(summary)s”.",
            "accepted %(count)d changes of your suggestion “%(summary)s”.",
            count,
        )
    return ngettext(
        "accepted %(count)d change of the suggestion “%(summary)s”.",
        "accepted %(count)d changes of the suggestion “%(summary)s”.",
        count,
    )


def _consented(own: bool, count: int) -> str:
    if own:
        return ngettext(
            "Nobody objected in time: %(count)d change of your suggestion “%(summary)s” is published.",
            "Nobody objected in time: %(count)d changes of your suggestion “%(summary)s” are published.",
            count,
        )
    return ngettext(
        "Nobody objected in time: %(count)d change of the suggestion “%(summary)s” is published.",
        "Nobody objected in time: %(count)d changes of the suggestion “%(summary)s” are published.",
        count,
    )


def _declined(own: bool, count: int) -> str:
    if own:
        return ngettext(
            "declined %(count)d change of your suggestion “%(summary)s”:",
            "declined %(count)d changes of your suggestion “%(summary)s”:",
            count,
        )
    return ngettext(
        "declined %(count)d change of the suggestion “%(summary)s”:",
        "declined %(count)d changes of the suggestion “%(summary)s”:",
        count,
    )


def _approved(own: bool, count: int) -> str:
    if own:
        return ngettext(
            "approved %(count)d change of your suggestion “%(summary)s”: others must agree too.",
            "approved %(count)d changes of your suggestion “%(summary)s”: others must agree too.",
            count,
        )
    return ngettext(
        "approved %(count)d change of the suggestion “%(summary)s”: others must agree too.",
        "approved %(count)d changes of the suggestion “%(summary)s”: others must agree too.",
        count,
    )


_COUNTED = {Kind.DECLINED: _declined, Kind.APPROVED: _approved}


def _decided(notice: Notice, kind: Kind) -> str:
    """With what is left of it: it stays open."""
    fact = notice.fact
    review, suggestion = fact.review, fact.suggestion
    assert review is not None
    assert suggestion is not None
    own = notice.why == Why.AUTHOR
    count = len(review.changes) or 1
    said = _COUNTED.get(kind) or (_accepted if fact.by_id else _consented)
    sentence = said(own, count) % {"count": count, "summary": _summary(fact)}
    if kind != Kind.APPROVED and suggestion.is_living:
        sentence = f"{sentence} " + _("The rest of it is open.")
    return sentence


def _reminded(fact: Fact) -> str:
    assert fact.reminder is not None
    told = {"summary": _summary(fact)}
    return {
        Recall.NEAR: _("The promised answer to “%(summary)s” is due soon."),
        Recall.LATE: _("The promised answer to “%(summary)s” is late."),
        Recall.ASKED: _("Your suggestion “%(summary)s” still waits for the changes that were asked for."),
        Recall.CONFLICT: _("Your suggestion “%(summary)s” waits for you to say what becomes of it."),
    }[Recall(fact.reminder.kind)] % told


def _quote(fact: Fact, kind: Kind) -> str:
    """What somebody said with it."""
    if fact.comment is not None:
        return fact.comment.text
    if fact.review is not None:
        return fact.review.reason
    if fact.stand is not None:
        return "\n".join(filter(None, (fact.stand.reason, fact.stand.other_way)))
    if kind == Kind.REUSED and fact.reuse is not None:
        return fact.reuse.worked or fact.reuse.done
    if kind in (Kind.REVISED, Kind.CREATED) and fact.revision is not None:
        return str(fact.revision.reason)
    return ""


def _changes(notice: Notice, excerpts: Excerpts | None) -> tuple[list[list[Segment]], int]:
    """The words that came and went, and how many more changes there are; of one's own words, those alone."""
    fact = notice.fact
    if notice.why == Why.WORDS:
        own = [Excerpt(*one).segments() for one in notice.passages.get("shown", [])]
        return own, notice.passages.get("total", 0) - len(own)
    if excerpts is not None:
        shown = [one.segments() for one in excerpts.shown]
        return shown, excerpts.more
    if fact.review is None or not fact.suggestion or fact.suggestion.aim != Aim.TEXT:
        return [], 0
    if fact.kind not in (Kind.ACCEPTED, Kind.DECLINED, Kind.APPROVED):
        return [], 0
    told = _words_of(fact.review)
    return told[:MOST_CHANGES], max(0, len(told) - MOST_CHANGES)


def _words_of(review: Review) -> list[list[Segment]]:
    told = []
    for was, proposed in review.changes.values():
        if isinstance(was, str) and isinstance(proposed, str):
            was, proposed = (Truncator(text.strip()).chars(LONGEST) for text in (was, proposed))
            told.append(spaced(list(diff.segments(was, proposed))))
    return told


def _link(fact: Fact, kind: Kind) -> str:
    if fact.thread_id:
        return _("Read and answer")
    if kind == Kind.ASKED:
        return _("Read it and amend it")
    if kind == Kind.ACCEPTED and fact.revision_id:
        return _("See the words that went in")
    if kind == Kind.REVISED:
        return _("Read this revision")
    if kind == Kind.CREATED:
        return _("Read the page")
    if kind == Kind.OUTDATED:
        return _("Say whether it is still right")
    if kind == Kind.FEEDBACK:
        return _("Read their answers")
    if kind == Kind.REUSED:
        return _("Read the reuse")
    return _("Open the suggestion")


def _number(fact: Fact) -> str:
    return str(fact.thread.number) if fact.thread else ""


def _summary(fact: Fact) -> str:
    said = fact.suggestion.summary if fact.suggestion else ""
    return Truncator(said.removesuffix(".")).chars(100)
