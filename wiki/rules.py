"""Who may do what: one table, asked by actions before they act and by screens before they offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.roles import Role, roles_of
from wiki import powers
from wiki.errors import NotAllowed
from wiki.models import Attachment, Charter, Comment, Link, Origin, Page, Suggestion, Thread
from wiki.models.page import Kind, State, led_by
from wiki.models.suggestion import LIVING, Stage
from wiki.models.thread import Standing


class _System:
    """The site itself: the loader, the commands of its operator. It may all, and signs nothing."""

    pk = None

    def __str__(self) -> str:
        return "system"


SYSTEM = _System()


def _moderates(who: Any) -> bool:
    """Moderators and admins, on the whole site."""
    return who is SYSTEM or bool(roles_of(who) & {Role.MODERATOR, Role.ADMIN})


def _administers(who: Any) -> bool:
    return who is SYSTEM or Role.ADMIN in roles_of(who)


def _refers(who: Any, page: Page) -> bool:
    """Whether the charter of its section names them; of most people, none does anywhere."""
    if Role.CONTRIBUTOR not in roles_of(who) or not led_by(who):
        return False
    return Charter.objects.of(page).names(who)


def _decides(who: Any, page: Page) -> bool:
    """The referents of its section; moderators and admins too, so that no section is stuck."""
    return _moderates(who) or _refers(who, page)


def _is_trusted(who: Any, page: Page) -> bool:
    """Whether the charter lets trusted contributors write; a locked page is for those who decide."""
    return Role.TRUSTED in roles_of(who) and not page.locked and Charter.objects.of(page).trusts


def _reads(who: Any, page: Page) -> bool:
    return page.state == State.PUBLISHED or (page.state == State.DRAFT and _decides(who, page))


def _creates(who: Any, parent: Page | None) -> bool:
    if parent is None:  # the home page, once in the life of a site
        return _administers(who)
    return _edits(who, parent) and parent.kind != Kind.LINK


def _edits(who: Any, page: Page) -> bool:
    return (_decides(who, page) or _is_trusted(who, page)) and _reads(who, page)


def _arranges(who: Any, page: Page) -> bool:
    """Say where it stands, and whether it is published: never for those who are merely trusted."""
    return _decides(who, page) and _reads(who, page)


def _brings_back(who: Any, page: Page) -> bool:
    return page.state == State.ARCHIVED and page.purged_at is None and _decides(who, page)


def _purges(who: Any, page: Page) -> bool:
    """For ever: of what was put away first, and whoever answers for the site alone."""
    return page.state == State.ARCHIVED and page.purged_at is None and _administers(who)


def _rewords_summary(who: Any, revision: Any) -> bool:
    """Its author, of what was written here; what a commit says is the commit's."""
    if Role.CONTRIBUTOR not in roles_of(who) or who.pk != revision.author_id:
        return False
    page = Page.objects.filter(pk=revision.id).first()
    return revision.origin != Origin.IMPORT and page is not None and _reads(who, page)


def _inspects(who: Any, page: Page | None) -> bool:
    """Know of pages that were put away; of all of them, without one."""
    return _moderates(who) if page is None else _decides(who, page)


def _takes_away(who: Any, attachment: Attachment) -> bool:
    """What came with a book is the book's; of the rest, referents answer for what their pages show."""
    if attachment.uploaded_at is None or Role.CONTRIBUTOR not in roles_of(who):
        return attachment.uploaded_at is not None and _moderates(who)
    if _moderates(who):
        return True
    shown = Link.objects.filter(kind="asset", target=attachment.blob)
    pages = list(Page.objects.filter(pk__in=shown.values("page")))
    Charter.objects.load(pages)
    if led_by(who) and all(_refers(who, page) for page in pages):
        return True
    own = attachment.uploaded_by_id == who.pk
    return own and bool(pages) and all(_is_trusted(who, page) for page in pages)


def _charters(who: Any, section: Page) -> bool:
    """Its referents write its rule, and admins: not moderators."""
    return _administers(who) or _refers(who, section)


def _is_referent(who: Any, section: Page) -> bool:
    """Named by the charter itself: who decides in the place of one cannot hand that on."""
    return Role.CONTRIBUTOR in roles_of(who) and who.pk in Charter.objects.of(section).referent_pks


def _is_oneself(who: Any, person: User) -> bool:
    return who is SYSTEM or (isinstance(who, User) and who.pk == person.pk)


def _reverts(who: Any, person: User) -> bool:
    """Undo what somebody did: of those who decide for the site, admins alone; nobody of themselves."""
    if _is_oneself(who, person) and who is not SYSTEM:
        return False
    return _administers(who) if person.moderator or person.is_superuser else _moderates(who)


# --- discussions --------------------------------------------------------------------------------------------


def _discusses(who: Any, page: Page) -> bool:
    """Whoever has an account may comment what they read; the site itself has nothing to say."""
    return Role.CONTRIBUTOR in roles_of(who) and _reads(who, page) and page.kind != Kind.LINK


def _replies(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and (thread.state == Standing.OPEN or _moderates(who))


def _wrote(who: Any, it: Comment | Thread) -> bool:
    return isinstance(who, User) and who.pk == it.author_id


def _is_standing(comment: Comment) -> bool:
    return comment.deleted is None and comment.hidden is None


def _rewords(who: Any, comment: Comment) -> bool:
    """Nobody rewrites another's words, nor what a moderator hid without asking for other ones."""
    thread = comment.thread
    writable = _discusses(who, thread.page) and (thread.state != Standing.LOCKED or _moderates(who))
    return writable and _wrote(who, comment) and (_is_standing(comment) or powers.is_asked(comment))


def _deletes(who: Any, comment: Comment) -> bool:
    if not _discusses(who, comment.thread.page) or comment.deleted is not None:
        return False
    return _moderates(who) or _wrote(who, comment) and comment.hidden is None


def _settles(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and (_wrote(who, thread) or _decides(who, thread.page))


def _resolves(who: Any, thread: Thread) -> bool:
    return _settles(who, thread) and thread.state == Standing.OPEN


def _reopens(who: Any, thread: Thread) -> bool:
    return _settles(who, thread) and thread.state == Standing.RESOLVED


def _locks(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and _moderates(who) and thread.state != Standing.LOCKED


def _unlocks(who: Any, thread: Thread) -> bool:
    return _discusses(who, thread.page) and _moderates(who) and thread.state == Standing.LOCKED


def _holds_on(who: Any, thread: Thread) -> bool:
    """Give by hand the words that a thread is about."""
    return _settles(who, thread) and thread.place_state != "" and thread.state != Standing.LOCKED


def _flags(who: Any, comment: Comment) -> bool:
    shown = _is_standing(comment) and not comment.held
    return _discusses(who, comment.thread.page) and shown and not _wrote(who, comment)


# --- suggestions --------------------------------------------------------------------------------------------


def _suggests(who: Any, page: Page) -> bool:
    """Whoever has an account may propose another text for what they read, locked or not."""
    return Role.CONTRIBUTOR in roles_of(who) and page.state == State.PUBLISHED and page.kind != Kind.LINK


def _holds_pictures(who: Any, page: Page) -> bool:
    """Send pictures that a suggestion shows, or files where one may send those."""
    return _suggests(who, page) or _edits(who, page)


def _is_author(who: Any, suggestion: Suggestion) -> bool:
    return Role.CONTRIBUTOR in roles_of(who) and who.pk == suggestion.author_id


def _amends(who: Any, suggestion: Suggestion) -> bool:
    return _is_author(who, suggestion) and suggestion.state in (Stage.DRAFT, *LIVING)


def _decides_on(who: Any, suggestion: Suggestion) -> bool:
    """Nobody decides on their own, unless the charter says otherwise of those who decide."""
    if not suggestion.is_living or not _decides(who, suggestion.page):
        return False
    own = isinstance(who, User) and who.pk == suggestion.author_id
    return not own or Charter.objects.of(suggestion.page).own_acceptance


def _discusses_it(who: Any, suggestion: Suggestion) -> bool:
    return _discusses(who, suggestion.page) and suggestion.state != Stage.DRAFT and not suggestion.held_for


def _lets_through(who: Any, suggestion: Suggestion) -> bool:
    """What a filter holds back is shown by somebody else than its author."""
    own = isinstance(who, User) and who.pk == suggestion.author_id
    held = suggestion.is_living and bool(suggestion.held_for)
    return held and not own and _decides(who, suggestion.page)


def _takes(who: Any, suggestion: Suggestion) -> bool:
    """Somebody who decides is at it; the site itself is at nothing."""
    return isinstance(who, User) and suggestion.state == Stage.OPEN and _decides_on(who, suggestion)


def _follows(who: Any, it: Any) -> bool:
    """Whoever has an account, of what they may read: a page, a thread, a suggestion, somebody else."""
    if Role.CONTRIBUTOR not in roles_of(who):
        return False
    if isinstance(it, Page):
        return _reads(who, it) and it.kind != Kind.LINK
    if isinstance(it, User):
        return it.pk != who.pk and not it.ghost and it.erased_at is None
    return bool(type(it).objects.visible_to(who).filter(pk=it.pk).exists())


def _undoes(who: Any, suggestion: Suggestion) -> bool:
    """Its page may have been archived by it."""
    return _edits(who, suggestion.page) or _brings_back(who, suggestion.page)


# An action that is not in the table is nobody's, not even the site's.
TABLE: dict[str, Callable[[Any, Any], bool]] = {
    "page.read": _reads,
    "page.create": _creates,
    "page.edit": _edits,
    "page.restore": _edits,  # the text of an old revision
    "page.move": _arranges,  # and rename
    "page.reorder": _arranges,
    "page.publish": _arranges,  # and back to draft
    "page.archive": _arranges,
    "page.unarchive": _brings_back,
    "page.upkeep": _arranges,  # find it right, and say when somebody looks at it anew
    "page.remind": lambda who, _it: who is SYSTEM,  # that its day has come
    "page.purge": _purges,
    "page.inspect": _inspects,
    "revision.inspect": lambda who, _it: _administers(who),  # as rows; all read them as states of their page
    "revision.summary": _rewords_summary,
    "revision.read": powers.reads_hidden,  # as it was before it was hidden
    "revision.hide": powers.hides_revision,
    "revision.show": powers.shows_revision,
    "page.rebuild": lambda who, _it: _administers(who),
    "redirect.drop": lambda who, _it: _administers(who),
    "book.import": lambda who, _it: _administers(who),
    "task.manage": lambda who, _it: _administers(who),  # of the queue: run again, or drop
    "attachment.check": lambda who, _it: _administers(who),
    "charter.edit": _charters,
    "charter.leave": _is_referent,
    "sieve.edit": _charters,  # of a section; that of the home page is the site's
    "charter.inspect": lambda who, _it: _administers(who),
    "site.settings": lambda who, _it: _administers(who),
    "attachment.upload": _edits,  # behind this page
    "attachment.hold": _holds_pictures,  # pictures for a suggestion on this page
    "attachment.draw": lambda who, _it: _administers(who),  # upload a drawing (SVG), which is code
    "attachment.delete": _takes_away,
    "comment.write": _discusses,
    "comment.reply": _replies,
    "comment.edit": _rewords,
    "comment.delete": _deletes,
    "comment.hide": lambda who, it: _moderates(who) and _is_standing(it),
    "comment.restore": lambda who, it: _moderates(who) and it.deleted is None and it.hidden is not None,
    "comment.release": lambda who, it: _moderates(who) and it.deleted is None and it.held,
    "comment.flag": _flags,
    "comment.ask": powers.asks,
    "comment.contest": powers.contests_words,  # by way of what was decided of it
    "comment.judge": lambda who, _it: _moderates(who),  # from the queue: what was flagged, or is held
    "comment.inspect": lambda who, _it: _moderates(who),  # all of them, whatever became of them
    "flag.read": lambda who, _it: _moderates(who),
    "flag.judge": lambda who, _it: _moderates(who),  # those on suggestions, pages and people
    "page.flag": powers.flags_page,
    "thread.resolve": _resolves,
    "thread.reopen": _reopens,
    "thread.lock": _locks,
    "thread.unlock": _unlocks,
    "thread.reanchor": _holds_on,
    "suggestion.propose": _suggests,
    "suggestion.discuss": _discusses_it,
    "suggestion.amend": _amends,
    "suggestion.withdraw": _amends,
    "suggestion.send": lambda who, it: _is_author(who, it) and it.state == Stage.DRAFT,
    "suggestion.reopen": lambda who, it: _is_author(who, it) and it.state == Stage.WITHDRAWN,
    "suggestion.accept": _decides_on,
    "suggestion.decide": _decides_on,  # send back, decline
    "suggestion.take": _takes,  # say that one is reading it
    "suggestion.release": _lets_through,
    "suggestion.remind": lambda who, _it: who is SYSTEM,  # of what waits for somebody
    "suggestion.adopt": lambda who, _it: who is SYSTEM,  # where nobody objected in time
    "stand.take": powers.takes_a_stand,
    "stand.take_back": lambda who, it: powers.takes_a_stand(who, it.suggestion) and who.pk == it.by_id,
    "suggestion.undo": _undoes,  # what was accepted of it
    "suggestion.flag": powers.flags_suggestion,
    "feedback.give": powers.is_heard,
    "feedback.read": lambda who, it: _decides(who, it) if it else powers.counts(who),  # of any page
    "feedback.drop": lambda who, it: _decides(who, it.page),
    "feedback.clear": lambda who, _it: who is SYSTEM,  # once it has been kept for long
    "figures.read": lambda who, _it: powers.counts(who),
    "reuse.tell": lambda who, _it: Role.CONTRIBUTOR in roles_of(who),
    "reuse.edit": powers.rewords_reuse,
    "reuse.withdraw": powers.withdraws_reuse,
    "reuse.bring_back": powers.brings_reuse_back,
    "reuse.discuss": powers.discusses_reuse,
    "reuse.exemplify": powers.exemplifies,
    "reuse.flag": powers.flags_reuse,
    "reuse.hide": lambda who, it: _moderates(who) and it.is_in_place,
    "reuse.restore": lambda who, it: _moderates(who) and it.hidden is not None,
    "reuse.release": lambda who, it: _moderates(who) and it.held and it.is_in_place,
    "reuse.inspect": lambda who, _it: _moderates(who),  # all of them, whatever became of them
    "draft.keep": powers.keeps,
    "ticks.keep": powers.keeps,
    "watch.keep": _follows,
    "watch.stop": lambda who, it: _is_oneself(who, it.person),
    "notice.read": _is_oneself,  # one's own, and how one wants to be told
    "subscription.ask": powers.follows_from_outside,
    "subscription.inspect": lambda who, _it: _administers(who),  # addresses are for admins alone
    "notice.stop": lambda who, _it: who is SYSTEM,  # for whoever holds the signed address of a mail
    "trust.settle": lambda who, _it: who is SYSTEM,  # by what others decided of their work and words
    "person.revert": _reverts,  # all that one account did, and bring it back
    "trust.grant": powers.grants_trust,  # and take back
    "journal.expire": lambda who, _it: who is SYSTEM,  # what it keeps for audits, in its time
    "journal.network": lambda who, _it: _administers(who),  # whence something was done
    "measure.inspect": lambda who, _it: _moderates(who),
    "measure.take": powers.acts_on,  # warn, suspend, ban
    "measure.lift": lambda who, it: it.is_standing and powers.judges(who, it),
    "measure.read": powers.is_concerned,
    "measure.contest": powers.contests,
    "measure.answer": powers.answers,
    "person.flag": powers.flags,
    "invitation.make": powers.invites,
    "invitation.revoke": powers.revokes,
    "invitation.address": powers.reads_address,  # to whom it was sent
    "invitation.inspect": lambda who, _it: _moderates(who),  # all of them, whoever made them
    "invitation.use": lambda who, _it: who is SYSTEM,  # by whoever makes an account with it
    "person.claim": lambda who, _it: who is SYSTEM,
    "person.rename": lambda who, _it: who is SYSTEM,  # once they have another name, or none
    "person.export": _is_oneself,
    "person.words": _is_oneself,  # where they stand, and what became of each contribution
    "person.erase": lambda who, _it: who is SYSTEM,  # once the days to think again are over
}
# What a screen of a page offers, by the word that its template asks for.
OFFERED = {
    "create": "page.create",
    "edit": "page.edit",
    "restore": "page.restore",
    "move": "page.move",
    "reorder": "page.reorder",
    "archive": "page.archive",
    "upload": "attachment.upload",
}


def may(who: Any, action: str, it: Any = None) -> bool:
    """Whether this person may do that to it."""
    return TABLE[action](who, it)


def allowed(who: Any, page: Page) -> frozenset[str]:
    """The gestures to offer on a page, each rule asked once; for strangers the database is asked nothing."""
    answers = {rule: rule(who, page) for rule in {TABLE[action] for action in OFFERED.values()}}
    return frozenset(word for word, action in OFFERED.items() if answers[TABLE[action]])


def require(who: Any, action: str, it: Any = None) -> None:
    """Nothing when they may, NotAllowed when they may not."""
    if not may(who, action, it):
        raise NotAllowed(action, it)
