"""The way out of a mail: what a signed address lets its holder stop in one click, without logging in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import subscribing, watching
from wiki.models import Notice, NoticeSettings, Page, Suggestion, Thread
from wiki.models.notice import Kind, Why
from wiki.models.watch import Pace, Topic
from wiki.queries import telling

SALT = "wiki.notices"
STOPPED = {"t": Thread, "s": Suggestion, "p": Page, "u": User}
ONE, ALL = "one", "all"  # of what somebody without an account follows


@dataclass(frozen=True, slots=True)
class Stop:
    """What a mail lets its reader stop, without logging in: a thing that they follow, or a pace of mails."""

    person: int
    what: (
        str  # t, s, p, u: a thread, suggestion, page, person; one, all: of an address; else a pace or a topic
    )
    key: int

    @classmethod
    def of(cls, notice: Notice) -> Stop:
        """The nearest thing that one would not hear of any more."""
        fact = notice.fact
        if notice.why == Why.WORDS:
            return cls(notice.person_id, Topic.WORDS, 0)
        if notice.why == Why.PERSON and fact.by_id:
            return cls(notice.person_id, "u", fact.by_id)
        if notice.why == Why.ABOVE and notice.above_id:
            return cls(notice.person_id, "p", notice.above_id)
        if fact.thread_id:
            return cls(notice.person_id, "t", fact.thread_id)
        if fact.suggestion_id and notice.why != Why.DECIDES:
            return cls(notice.person_id, "s", fact.suggestion_id)
        if notice.why == Why.DECIDES or fact.kind == Kind.REMINDED:
            return cls(notice.person_id, Topic.DECIDING, 0)
        return cls(notice.person_id, "p", fact.page_id)

    @property
    def token(self) -> str:
        return signing.dumps([self.person, self.what, self.key], salt=SALT)

    @property
    def is_of_account(self) -> bool:
        return self.what not in (ONE, ALL)

    @property
    def said(self) -> str:
        """What the way out does, in words."""
        return {
            "t": _("Follow this thread no more"),
            "s": _("Follow this suggestion no more"),
            "p": _("Follow this page no more"),
            "u": _("Follow this person no more"),
            ONE: _("Follow this page no more"),
            ALL: _("No more mails, and forget my address"),
        }.get(self.what, _("No more of these mails"))


def read(token: str) -> Stop | None:
    """What a token lets stop; it is good for ever, as mails are kept for long."""
    try:
        person, what, key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Stop(person, what, key)


@transaction.atomic
def stop(asked: Stop, *, by: Any) -> bool:
    """No more of these mails; whether there is still anybody whom it is about. Twice is once."""
    rules.require(by, "notice.stop", asked)
    if asked.what in (ONE, ALL):
        leave = subscribing.leave if asked.what == ONE else subscribing.leave_all
        return leave(asked.key, by=by)
    person = User.objects.filter(pk=asked.person, is_active=True).first()
    if person is None:
        return False
    if asked.what in STOPPED:
        it = STOPPED[asked.what]._default_manager.filter(pk=asked.key).first()
        if it is not None:
            watching.mute(it, by=person)
        return it is not None
    wanted = telling.settings_of(person)
    paces = {topic.value: Pace.NEVER for topic in Topic if asked.what in (topic, getattr(wanted, topic))}
    if paces:
        NoticeSettings.objects.update_or_create(person=person, defaults=paces)
    Notice.objects.filter(person=person, pace=asked.what, mailed_at=None).update(pace=Pace.NEVER)
    return True
