"""What is done in discussions: a thread opened, answered, resolved; a comment edited, deleted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import (
    anchoring,
    answering,
    journal,
    limiting,
    measures,
    mentions,
    newcomers,
    notices,
    proving,
    rebasing,
    rendering,
    reuses,
    sieving,
)
from wiki.errors import BadComment, NotAllowed, ThreadClosed
from wiki.models import Comment, Page, PageRevision, Reuse, Suggestion, Thread, Wording
from wiki.models.notice import Kind
from wiki.models.sieve import UNPROVED
from wiki.models.thread import Standing
from wiki.queries import masking
from wiki.text.comment import MAX_BYTES, Drawn, draw


class Selection(NamedTuple):
    """Words that a reader chose, and the revision that they had in view; none is the page as it is."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    revision: int | None = None


class Held(NamedTuple):
    """Whether a comment waits to be read by a moderator first; `what` says why, as models.sieve does."""

    is_so: bool
    what: str


def open(
    page: Page,
    *,
    by: Any,
    text: str,
    uuid: UUID,
    quote: Selection | None = None,
    proof: str | None = None,
) -> Comment:
    """A new thread with its first comment; the same `uuid` twice is the same comment. On the words of
    `quote`, or WordsGone; without it on the whole page. Without the `proof` that was asked for it waits."""
    rules.require(by, "comment.write", page)
    text, drawn = _read(text)
    # Slow, before any lock: everybody who writes waits for whoever holds one.
    revision, last = _revision(page, quote), _last(page)
    shown = rendering.as_of(revision).plain if revision is not None and revision.pk != last else None
    thread = Thread(page=page, author=by, revision_id=revision.pk if revision else last)
    _put(thread, quote, shown)
    held = _held(by, page, text, proof)
    with transaction.atomic():
        if (kept := _claim(by, uuid, text)) is not None:
            return kept
        limiting.comment(by, text, drawn)
        thread.page = _locked_page(page)  # its words stay as they are
        rules.require(by, "comment.write", thread.page)
        if thread.page.version != page.version:
            _put(thread, quote, page.plain if shown is None else shown)
        _number(thread)
        anchoring.keep(thread)
        return _say(thread, by, uuid, text, drawn, held)


def discuss(
    suggestion: Suggestion,
    *,
    by: Any,
    text: str,
    uuid: UUID,
    chosen: Collection[str] = (),
    proof: str | None = None,
) -> Comment:
    """A new thread on what somebody proposes, or on the change of these keys; the same `uuid` twice is the
    same comment."""
    rules.require(by, "suggestion.discuss", suggestion)
    text, drawn = _read(text)
    held = _held(by, suggestion.page, text, proof)
    with transaction.atomic():
        if (kept := _claim(by, uuid, text)) is not None:
            return kept
        limiting.comment(by, text, drawn)
        page = _locked_page(suggestion.page)
        suggestion = Suggestion.objects.select_related("page", "on").get(pk=suggestion.pk)
        rules.require(by, "suggestion.discuss", suggestion)
        thread = Thread(page=page, author=by, revision_id=_last(page), suggestion=suggestion)
        # What was decided meanwhile, or reads otherwise, is spoken of with the whole.
        thread.change = rebasing.first(rebasing.keys(suggestion) & set(chosen))
        _number(thread)
        thread.save()
        if not held.is_so:
            answering.hear_comment(suggestion, by=by)
        return _say(thread, by, uuid, text, drawn, held)


def remark(reuse: Reuse, *, by: Any, text: str, uuid: UUID, proof: str | None = None) -> Comment:
    """A new thread on what somebody did, beside the first of its pages that everybody reads."""
    rules.require(by, "reuse.discuss", reuse)
    text, drawn = _read(text)
    if (beside := reuses.first_page(reuse)) is None:
        raise NotAllowed("reuse.discuss", reuse)
    held = _held(by, beside, text, proof)
    with transaction.atomic():
        if (kept := _claim(by, uuid, text)) is not None:
            return kept
        limiting.comment(by, text, drawn)
        page = _locked_page(beside)
        reuse = Reuse.objects.select_for_update(of=("self",)).get(pk=reuse.pk)
        rules.require(by, "reuse.discuss", reuse)
        thread = Thread(page=page, author=by, revision_id=_last(page), reuse=reuse)
        _number(thread)
        thread.save()
        return _say(thread, by, uuid, text, drawn, held)


def reply(thread: Thread, *, by: Any, text: str, uuid: UUID, proof: str | None = None) -> Comment:
    """One more comment; ThreadClosed when the thread was resolved or locked meanwhile."""
    rules.require(by, "comment.write", thread.page)
    text, drawn = _read(text)
    held = _held(by, thread.page, text, proof)
    with transaction.atomic():
        if (kept := _claim(by, uuid, text)) is not None:
            return kept
        limiting.comment(by, text, drawn)
        thread = _locked_to_answer(thread, by)
        if thread.suggestion_id is not None and not held.is_so:
            answering.hear_comment(_suggestion_of(thread), by=by)
        return _say(thread, by, uuid, text, drawn, held)


def _suggestion_of(thread: Thread) -> Suggestion:
    """What the thread is about, on the page that is locked."""
    suggestion = Suggestion.objects.defer("proposal", "marks").get(threads=thread.pk)
    suggestion.page = Page.objects.defer("source", "html", "plain").get(pk=thread.page_id)
    return suggestion


def edit(comment: Comment, *, by: Any, text: str) -> Comment:
    """Say it otherwise; what was said before is kept, and the comment tells that it was edited."""
    rules.require(by, "comment.edit", comment)
    text, drawn = _read(text)
    limiting.check_content(by, drawn)
    what = sieving.comment(by, comment.thread.page, text)
    with transaction.atomic():
        comment = claim_comment(comment, "comment.edit", by)
        if text == comment.text:
            return comment
        was, before = comment.hidden is not None, comment.text  # its author was asked for other words
        written = comment.edited or comment.created
        Wording.objects.create(comment=comment, at=written, text=before, hidden=was)
        comment.text, comment.html, comment.edited = text, drawn.html, timezone.now()
        if what:  # one that was let through says something else now
            comment.held, comment.held_for = True, what
        comment.save(update_fields=["text", "html", "edited", "held", "held_for"])
        if was:
            _come_back(comment, by)
        elif not comment.held and set(drawn.mentions) - set(draw(before).mentions):
            notices.note(Kind.MENTIONED, comment.thread.page, by=by, thread=comment.thread, comment=comment)
    return comment


def _come_back(comment: Comment, by: Any) -> None:
    """Said otherwise, as was asked: it waits for a look, and what it said before is for few to read."""
    comment.wordings.update(hidden=True)
    comment.held, comment.hidden, comment.hidden_by, comment.hidden_reason = True, None, None, ""
    comment.save(update_fields=["held", "hidden", "hidden_by", "hidden_reason"])
    measures.reworded(comment, by)


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


@transaction.atomic
def resolve(thread: Thread, *, by: Any) -> Thread:
    """What was asked is done."""
    thread = _turn(thread, "thread.resolve", Standing.RESOLVED, by)
    notices.note(Kind.RESOLVED, thread.page, by=by, thread=thread)
    return thread


@transaction.atomic
def reopen(thread: Thread, *, by: Any) -> Thread:
    """It is not done after all."""
    thread = _turn(thread, "thread.reopen", Standing.OPEN, by)
    notices.note(Kind.REOPENED, thread.page, by=by, thread=thread)
    return thread


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
    anchoring.keep(thread)
    return thread


def _turn(thread: Thread, action: str, state: str, by: Any) -> Thread:
    rules.require(by, action, thread)
    with transaction.atomic():
        thread = _locked(thread)
        rules.require(by, action, thread)
        thread.state, thread.settled_by, thread.settled_at = state, by, timezone.now()
        thread.save(update_fields=["state", "settled_by", "settled_at"])
    return thread


def _number(thread: Thread) -> None:
    """The next number of its page, which is locked."""
    last = Thread.objects.filter(page=thread.page_id).aggregate(last=Max("number"))["last"]
    thread.number = (last or 0) + 1


def _say(thread: Thread, by: Any, uuid: UUID, text: str, drawn: Drawn, held: Held) -> Comment:
    told = {"html": drawn.html, "held": held.is_so, "held_for": held.what}
    comment = Comment.objects.create(uuid=uuid, thread=thread, author=by, text=text, **told)
    if not held.is_so:
        heard(comment)
    return comment


def heard(comment: Comment) -> None:
    """Everybody may read it from now on: those who follow are told; within the transaction that shows it."""
    thread = comment.thread
    earlier = Comment.objects.filter(thread=thread, pk__lt=comment.pk).exists()
    kind = Kind.REPLIED if earlier else Kind.OPENED
    notices.note(kind, thread.page, by=comment.author, thread=thread, comment=comment)


def _held(by: Any, page: Page, text: str, proof: str | None) -> Held:
    """Whether a comment waits for a moderator, and why: a filter, no proof of work; BadComment where a filter
    refuses it."""
    what = sieving.comment(by, page, text) or (UNPROVED if proving.is_missing(proof) else "")
    return Held(bool(what) or newcomers.are_held(by, page), what)


def _read(text: str) -> tuple[str, Drawn]:
    """A comment as it is kept and drawn, or BadComment. Slow: before any lock."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    try:
        size = len(text.encode())
    except UnicodeEncodeError as lone:
        raise BadComment(
            _("This text holds an incomplete character, which cannot be kept: delete it, then try again.")
        ) from lone
    if not text:
        raise BadComment(_("Write something first: the comment is empty."))
    if size > MAX_BYTES:
        raise BadComment(_("A comment holds at most %(most)d KB.") % {"most": MAX_BYTES // 1024})
    return text, mentions.drawn(text)


def _claim(by: Any, uuid: UUID, text: str) -> Comment | None:
    """One comment of a person after the other, so that limits count right, and a second click is seen: the
    comment that this very form has sent already."""
    User.objects.select_for_update(of=("self",)).values_list("pk").get(pk=by.pk)
    told = Comment.objects.filter(uuid=uuid).values_list("author_id", "text").first()
    if told is None:
        return None
    if told != (by.pk, text):
        raise BadComment(_("This form was sent already, with another text: send this one again to add it."))
    return Comment.objects.select_related("thread__page").get(uuid=uuid)


def _put(thread: Thread, quote: Selection | None, shown: str | None) -> None:
    """Hold on to the words of a quote; `shown` is what the page said, where it says something else now."""
    if quote is not None:
        around = {"prefix": quote.prefix, "suffix": quote.suffix}
        anchoring.hold(thread, *anchoring.place(thread.page, exact=quote.exact, shown=shown, **around))


def _revision(page: Page, quote: Selection | None) -> Any:
    if quote is None or quote.revision is None:
        return None
    revision = masking.readable(PageRevision.objects.filter(pk=quote.revision, id=page.pk)).first()
    if revision is None:
        raise BadComment(_("This revision is of another page."))
    return revision


def _last(page: Page) -> int | None:
    """The key of the last revision of a page."""
    return PageRevision.objects.filter(id=page.pk).order_by("-number").values_list("pk", flat=True).first()


def _locked_page(page: Page) -> Page:
    """The page as it is until the transaction ends. Its words, which are long, are read again only where they
    are asked for."""
    told = Page.objects.select_for_update(of=("self",)).only("version", "state", "kind", "path", "url")
    now = told.get(pk=page.pk)
    if now.version == page.version:
        now.plain = page.plain
    return now


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("page").get(pk=thread.pk)


def _locked_to_answer(thread: Thread, by: Any) -> Thread:
    """The thread as it is until the transaction ends. What is not seen is not answered; what was closed says
    so."""
    page = [f"page__{name}" for name in ("state", "kind", "path", "url")]
    seen = Thread.objects.visible_to(by).select_for_update(of=("self",)).select_related("page")
    found = seen.filter(pk=thread.pk).only("state", "author", "suggestion", *page).first()
    if found is None:
        raise NotAllowed("comment.reply", thread)
    rules.require(by, "comment.write", found.page)
    if not rules.may(by, "comment.reply", found):
        closed = (
            _("This thread is locked.") if found.state == Standing.LOCKED else _("This thread is resolved.")
        )
        raise ThreadClosed(closed)
    return found
