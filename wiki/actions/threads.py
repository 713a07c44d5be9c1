"""What is done in discussions: a thread opened, answered, resolved; a comment edited, deleted."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import anchoring, journal, limiting, rendering
from wiki.errors import BadComment, NotAllowed, ThreadClosed
from wiki.models import Comment, Page, PageRevision, SiteSettings, Thread, Wording
from wiki.models.settings import FirstPosts
from wiki.models.thread import Standing
from wiki.queries import people
from wiki.text.comment import MAX_BYTES, Drawn, draw


class Selection(NamedTuple):
    """Words that a reader chose, and the revision that they had in view; none is the page as it is."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    revision: int | None = None


def open(page: Page, *, by: Any, text: str, uuid: UUID, quote: Selection | None = None) -> Comment:
    """A new thread with its first comment; the same `uuid` twice is the same comment. On the words of
    `quote`, or WordsGone; without it on the whole page."""
    rules.require(by, "comment.write", page)
    text, drawn = _read(text)
    revision = _revision(page, quote)
    shown = _shown(page, revision)  # slow: before any lock
    with transaction.atomic():
        _claim(by)
        if (kept := _kept(uuid, by, text)) is not None:
            return kept
        limiting.comment(by, text, drawn)
        page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)  # its words stay as they are
        rules.require(by, "comment.write", page)
        last = Thread.objects.filter(page=page).aggregate(last=Max("number"))["last"]
        thread = Thread(page=page, number=(last or 0) + 1, author=by, revision=revision or _last(page))
        if quote is not None:
            words = anchoring.place(
                page, exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix, shown=shown
            )
            anchoring.hold(thread, *words)
        thread.save(force_insert=True)
        return _say(thread, by, uuid, text, drawn)


def reply(thread: Thread, *, by: Any, text: str, uuid: UUID) -> Comment:
    """One more comment; ThreadClosed when the thread was resolved or locked meanwhile."""
    _require_open(thread, by)
    text, drawn = _read(text)
    with transaction.atomic():
        _claim(by)
        if (kept := _kept(uuid, by, text)) is not None:
            return kept
        limiting.comment(by, text, drawn)
        thread = _locked(thread)
        _require_open(thread, by)
        return _say(thread, by, uuid, text, drawn)


def edit(comment: Comment, *, by: Any, text: str) -> Comment:
    """Say it otherwise; what was said before is kept, and the comment tells that it was edited."""
    rules.require(by, "comment.edit", comment)
    text, drawn = _read(text)
    limiting.check_content(by, drawn)
    with transaction.atomic():
        comment = claim_comment(comment, "comment.edit", by)
        if text == comment.text:
            return comment
        Wording.objects.create(comment=comment, at=comment.edited or comment.created, text=comment.text)
        comment.text, comment.html, comment.edited = text, drawn.html, timezone.now()
        comment.save(update_fields=["text", "html", "edited"])
    return comment


@transaction.atomic
def delete(comment: Comment, *, by: Any, reason: str = "") -> Comment:
    """Take one's words away, with all that they said before; of another's, moderators keep them unseen and
    say why. A tombstone stands where somebody answered."""
    comment = claim_comment(comment, "comment.delete", by)
    own = by.pk == comment.author_id
    if not own and not reason.strip():
        raise BadComment(_("Say why: the journal keeps the reason."))
    comment.deleted = timezone.now()
    if own:
        comment.text = comment.html = ""
        comment.wordings.all().delete()
    else:
        told = {"comment": comment.pk, "thread": comment.thread_id}
        journal.note("comment.delete", comment.thread.page, by=by, reason=reason, after=told)
    comment.save(update_fields=["deleted", "text", "html"])
    return comment


def claim_comment(comment: Comment, action: str, by: Any) -> Comment:
    """The comment as it is now, until the transaction ends, for those who may do this to it: asked before the
    wait, and again of what was found."""
    rules.require(by, action, comment)
    found = Comment.objects.select_for_update(of=("self",)).select_related("thread__page")
    comment = found.get(pk=comment.pk)
    rules.require(by, action, comment)
    return comment


def resolve(thread: Thread, *, by: Any) -> Thread:
    """What was asked is done."""
    return _turn(thread, "thread.resolve", Standing.RESOLVED, by)


def reopen(thread: Thread, *, by: Any) -> Thread:
    """It is not done after all."""
    return _turn(thread, "thread.reopen", Standing.OPEN, by)


@transaction.atomic
def lock(thread: Thread, *, by: Any, reason: str = "") -> Thread:
    """Nobody adds to it but those who decide."""
    thread = _turn(thread, "thread.lock", Standing.LOCKED, by)
    journal.note("thread.lock", thread.page, by=by, reason=reason, after={"thread": thread.pk})
    return thread


@transaction.atomic
def unlock(thread: Thread, *, by: Any, reason: str = "") -> Thread:
    """Everybody may add to it again."""
    thread = _turn(thread, "thread.unlock", Standing.OPEN, by)
    journal.note("thread.unlock", thread.page, by=by, reason=reason, after={"thread": thread.pk})
    return thread


@transaction.atomic
def reanchor(thread: Thread, *, by: Any, exact: str, prefix: str = "", suffix: str = "") -> Thread:
    """Say by hand which words of the page, as it is now, the thread is about."""
    rules.require(by, "thread.reanchor", thread)
    page = Page.objects.select_for_update(of=("self",)).get(pk=thread.page_id)
    thread = _locked(thread)
    thread.page = page
    rules.require(by, "thread.reanchor", thread)
    anchoring.hold(thread, *anchoring.place(page, exact=exact, prefix=prefix, suffix=suffix))
    thread.save()
    return thread


def _turn(thread: Thread, action: str, state: str, by: Any) -> Thread:
    rules.require(by, action, thread)
    with transaction.atomic():
        thread = _locked(thread)
        rules.require(by, action, thread)
        thread.state, thread.settled_by, thread.settled_at = state, by, timezone.now()
        thread.save(update_fields=["state", "settled_by", "settled_at"])
    return thread


def _say(thread: Thread, by: Any, uuid: UUID, text: str, drawn: Drawn) -> Comment:
    return Comment.objects.create(
        uuid=uuid, thread=thread, author=by, text=text, html=drawn.html, held=_is_held(by)
    )


def _is_held(by: Any) -> bool:
    """First posts wait for a moderator where the site says so, and those of accounts to be looked at."""
    if not by.watched:
        site = SiteSettings.objects.first()
        if site is None or site.first_posts != FirstPosts.HELD:
            return False
    return limiting.is_new(by)


def _read(text: str) -> tuple[str, Drawn]:
    """A comment as it is kept and drawn, or BadComment. Slow: before any lock."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    try:
        size = len(text.encode())
    except UnicodeEncodeError as lone:
        raise BadComment(_("A text cannot hold half a character (a lone surrogate).")) from lone
    if not text:
        raise BadComment(_("Write something first: the comment is empty."))
    if size > MAX_BYTES:
        raise BadComment(_("A comment holds at most %(most)d KB.") % {"most": MAX_BYTES // 1024})
    return text, _drawn(text)


def _drawn(text: str) -> Drawn:
    """A comment with the way to the profile of each whom it mentions and who has one."""
    drawn = draw(text)
    if not drawn.mentions:
        return drawn
    met = people.mentioned(drawn.mentions)
    return draw(text, {name: reverse("wiki:person", args=[people.name_of(who)]) for name, who in met.items()})


def _claim(by: Any) -> None:
    """One comment of a person after the other, so that a double click is seen and limits count right."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)


def _kept(uuid: UUID, by: Any, text: str) -> Comment | None:
    """The comment that this very form has sent already."""
    comment = Comment.objects.select_related("thread__page").filter(uuid=uuid).first()
    if comment is None:
        return None
    if comment.author_id != by.pk or comment.text != text:
        raise BadComment(_("This form was sent already, with another text: send this one again to add it."))
    return comment


def _revision(page: Page, quote: Selection | None) -> Any:
    if quote is None or quote.revision is None:
        return None
    revision = PageRevision.objects.filter(pk=quote.revision, id=page.pk).first()
    if revision is None:
        raise BadComment(_("This revision is of another page."))
    return revision


def _shown(page: Page, revision: Any) -> str | None:
    """The words of a revision, as the engine reads them now; None of the last one, which the page has."""
    if revision is None or revision == _last(page):
        return None
    return rendering.as_of(revision).plain


def _last(page: Page) -> Any:
    return PageRevision.objects.filter(id=page.pk).order_by("-number").first()


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("page").get(pk=thread.pk)


def _require_open(thread: Thread, by: Any) -> None:
    """What is not seen is not answered; what was closed says so."""
    rules.require(by, "comment.write", thread.page)
    if not Thread.objects.visible_to(by).filter(pk=thread.pk).exists():
        raise NotAllowed("comment.reply", thread)
    if not rules.may(by, "comment.reply", thread):
        closed = (
            _("This thread is locked.") if thread.state == Standing.LOCKED else _("This thread is resolved.")
        )
        raise ThreadClosed(closed)
