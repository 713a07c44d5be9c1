"""Who may do what to pages: each permission beside its refusal."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories, powers
from wiki import rules
from wiki.errors import NotAllowed
from wiki.models import Attachment, Charter, Comment, Page, Referent, Stand, Suggestion, Thread

pytestmark = pytest.mark.django_db


def unverified(**fields):
    someone = factories.person(**fields)
    someone.emailaddress_set.update(verified=False)
    return someone


# The actors of the matrix that exist so far, and the site itself.
ACTORS = {
    "AN": lambda: AnonymousUser(),
    "UV": lambda: unverified(),
    "CO": lambda: factories.person(),
    "TC": lambda: factories.person(trusted=True),
    "RE": lambda: factories.person(),  # named by the charter of the section: `named` below
    "MO": lambda: factories.moderator(),
    "AD": lambda: factories.admin(),
    "BA": lambda: factories.person(trusted=True, moderator=True, banned=True),
    "suspended": lambda: factories.person(trusted=True, moderator=True, suspended_until=powers.tomorrow()),
    "closed": lambda: factories.person(trusted=True, moderator=True, is_active=False),
    "site": lambda: rules.SYSTEM,
}
EVERYBODY = set(ACTORS)
FAMILIES = tuple(
    f"{word}."
    for word in "page revision attachment comment thread flag suggestion stand charter trust book journal task reuse redirect".split()
)
MODERATING = {"MO", "AD", "site"}
DECIDING = {"RE", "MO", "AD", "site"}
NOBODY: set[str] = set()
TALKING = {"CO", "TC", "RE", "MO", "AD"}  # the site itself has nothing to say
# Row of the matrix, action, state of the page → who may, by the default charter; all others may not.
MATRIX = [
    (1, "page.read", "published", EVERYBODY),
    (2, "page.read", "draft", DECIDING),
    (2, "page.read", "archived", NOBODY),
    (23, "page.edit", "published", DECIDING),
    (23, "page.edit", "draft", DECIDING),
    (24, "page.edit", "locked", DECIDING),
    (23, "page.edit", "archived", NOBODY),
    (25, "page.restore", "published", DECIDING),
    (25, "page.restore", "draft", DECIDING),
    (25, "page.restore", "archived", NOBODY),
    (27, "page.create", "published", DECIDING),
    (27, "page.create", "draft", DECIDING),
    (27, "page.create", "archived", NOBODY),
    (27, "page.create", "link", NOBODY),
    (28, "page.move", "published", DECIDING),
    (28, "page.move", "draft", DECIDING),
    (28, "page.move", "locked", DECIDING),
    (28, "page.move", "archived", NOBODY),
    (28, "page.reorder", "published", DECIDING),
    (28, "page.reorder", "draft", DECIDING),
    (28, "page.reorder", "archived", NOBODY),
    (29, "page.publish", "published", DECIDING),
    (29, "page.publish", "draft", DECIDING),
    (29, "page.publish", "archived", NOBODY),
    (30, "page.archive", "published", DECIDING),
    (30, "page.archive", "draft", DECIDING),
    (30, "page.archive", "archived", NOBODY),
    (31, "page.unarchive", "published", NOBODY),
    (31, "page.unarchive", "draft", NOBODY),
    (31, "page.unarchive", "archived", DECIDING),
    (32, "page.purge", "published", NOBODY),
    (32, "page.purge", "draft", NOBODY),
    (32, "page.purge", "archived", {"AD", "site"}),
    (33, "attachment.upload", "published", DECIDING),
    (33, "attachment.upload", "draft", DECIDING),
    (33, "attachment.upload", "archived", NOBODY),
    (33, "attachment.hold", "published", TALKING | {"site"}),
    (33, "attachment.hold", "locked", TALKING | {"site"}),
    (33, "attachment.hold", "draft", DECIDING),
    (33, "attachment.hold", "archived", NOBODY),
    (33, "attachment.draw", "published", {"AD", "site"}),
    (36, "attachment.delete", "file", DECIDING),
    (36, "attachment.delete", "file of a book", NOBODY),
    (53, "book.import", "published", {"AD", "site"}),
    (60, "task.manage", "published", {"AD", "site"}),
    (60, "attachment.check", "published", {"AD", "site"}),
    (38, "page.inspect", "archived", DECIDING),
    (44, "journal.network", "published", {"AD", "site"}),
    (56, "journal.expire", "published", {"site"}),
    (58, "revision.inspect", "archived", {"AD", "site"}),
    (61, "charter.edit", "published", {"RE", "AD", "site"}),
    (61, "charter.inspect", "published", {"AD", "site"}),
    (61, "charter.leave", "published", {"RE"}),
    (60, "page.rebuild", "published", {"AD", "site"}),
    (28, "redirect.drop", "published", {"AD", "site"}),
    (42, "trust.settle", "published", {"site"}),
    (7, "comment.write", "published", TALKING),
    (9, "comment.write", "draft", {"RE", "MO", "AD"}),
    (9, "comment.write", "archived", NOBODY),
    (7, "comment.write", "link", NOBODY),
    (8, "comment.reply", "thread", TALKING),
    (8, "comment.reply", "resolved thread", {"MO", "AD"}),
    (8, "comment.reply", "locked thread", {"MO", "AD"}),
    (9, "comment.reply", "thread of a draft", {"RE", "MO", "AD"}),
    (14, "thread.resolve", "thread", {"RE", "MO", "AD"}),
    (14, "thread.resolve", "resolved thread", NOBODY),
    (14, "thread.reopen", "resolved thread", {"RE", "MO", "AD"}),
    (14, "thread.reopen", "locked thread", NOBODY),
    (14, "thread.lock", "thread", {"MO", "AD"}),
    (14, "thread.unlock", "locked thread", {"MO", "AD"}),
    (14, "thread.unlock", "thread", NOBODY),
    (14, "thread.reanchor", "thread on words", {"RE", "MO", "AD"}),
    (14, "thread.reanchor", "thread", NOBODY),
    (11, "comment.edit", "comment", NOBODY),
    (13, "comment.delete", "comment", {"MO", "AD"}),
    (13, "comment.delete", "deleted comment", NOBODY),
    (39, "comment.hide", "comment", MODERATING),
    (39, "comment.hide", "hidden comment", NOBODY),
    (39, "comment.restore", "hidden comment", MODERATING),
    (39, "comment.restore", "comment", NOBODY),
    (38, "comment.release", "held comment", MODERATING),
    (38, "comment.release", "comment", NOBODY),
    (37, "comment.flag", "comment", TALKING),
    (37, "comment.flag", "hidden comment", NOBODY),
    (38, "comment.inspect", "comment", MODERATING),
    (38, "comment.judge", "comment", MODERATING),
    (38, "comment.judge", "hidden comment", MODERATING),  # hidden by flags, it waits for a look
    (38, "flag.read", "comment", MODERATING),
    (16, "suggestion.propose", "published", TALKING),
    (24, "suggestion.propose", "locked", TALKING),
    (17, "suggestion.propose", "draft", NOBODY),
    (16, "suggestion.propose", "archived", NOBODY),
    (16, "suggestion.propose", "link", NOBODY),
    (18, "suggestion.amend", "open suggestion", NOBODY),
    (18, "suggestion.send", "draft suggestion", NOBODY),
    (18, "suggestion.reopen", "withdrawn suggestion", NOBODY),
    (19, "suggestion.withdraw", "open suggestion", NOBODY),
    (21, "suggestion.accept", "open suggestion", DECIDING),
    (21, "suggestion.accept", "asked suggestion", DECIDING),
    (21, "suggestion.accept", "draft suggestion", NOBODY),
    (21, "suggestion.accept", "accepted suggestion", NOBODY),
    (19, "suggestion.decide", "open suggestion", DECIDING),
    (21, "suggestion.decide", "draft suggestion", NOBODY),
    (21, "suggestion.decide", "declined suggestion", NOBODY),
    (25, "suggestion.undo", "accepted suggestion", DECIDING),
    (21, "suggestion.adopt", "open suggestion", {"site"}),
    (21, "suggestion.remind", "open suggestion", {"site"}),
    (21, "suggestion.take", "open suggestion", DECIDING - {"site"}),  # which is at nothing
    (21, "suggestion.take", "declined suggestion", NOBODY),
    (21, "suggestion.release", "open suggestion", NOBODY),  # nothing holds it
    (7, "suggestion.discuss", "open suggestion", TALKING),
    (7, "suggestion.discuss", "accepted suggestion", TALKING),
    (7, "suggestion.discuss", "draft suggestion", NOBODY),
    (15, "stand.take", "open suggestion", TALKING),
    (15, "stand.take", "asked suggestion", TALKING),
    (15, "stand.take", "draft suggestion", NOBODY),
    (15, "stand.take", "accepted suggestion", NOBODY),
    (15, "stand.take_back", "stand", NOBODY),
    *powers.MATRIX,
]
# What its own author may do with a suggestion, by its state; never decide on it (row 20).
OF_AUTHORS = {
    "draft": {"suggestion.amend", "suggestion.withdraw", "suggestion.send"},
    "open": {"suggestion.amend", "suggestion.withdraw"},
    "asked": {"suggestion.amend", "suggestion.withdraw"},
    "accepted": set(),
    "partly": set(),
    "declined": set(),
    "withdrawn": {"suggestion.reopen"},
}


def in_state(state):
    if state == "stand":
        return Stand(suggestion=in_state("open suggestion"), by=factories.person(), stance="support")
    if (found := powers.in_state(state)) is not None:
        return found
    root = factories.home()
    if state.startswith("file"):
        return Attachment(uploaded_at=None if state == "file of a book" else timezone.now())
    if state.endswith("suggestion"):
        page = factories.page(root, "a")
        return Suggestion(page=page, author=factories.person(), state=state.split()[0])
    if state.endswith("comment") or "thread" in state:
        return discussed(root, state)
    if state == "link":
        return factories.page(root, "", "", title="Away", kind="link", url="https://example.org/")
    page = factories.page(root, "a", state="published" if state == "locked" else state)
    page.locked = state == "locked"
    return page


def page_of(it):
    """The page that something is about; a file that no page shows is of none."""
    it = it.thread if isinstance(it, Comment) else it.suggestion if isinstance(it, Stand) else it
    page = it if isinstance(it, Page) else getattr(it, "page", None) or getattr(it, "instance", None)
    return page if page and page.pk else None


def named(person, it):
    """Write them into the charter of the section where this stands."""
    section = page_of(it) or factories.page(Page.objects.get(path=""), "section")
    for known in (section, person):
        for name in ("_charter", "_sections_led"):
            known.__dict__.pop(name, None)
    Referent.objects.create(charter=Charter.objects.create(section=section, version=1), person=person)


def discussed(root, state):
    """A thread, or a comment, of somebody else."""
    page = factories.page(root, "a", state="draft" if state.endswith("draft") else "published")
    standing = state.split()[0] if state.split()[0] in ("resolved", "locked") else "open"
    place = "anchored" if state.endswith("words") else ""
    thread = Thread(page=page, author=factories.person(), state=standing, place_state=place)
    if "thread" in state:
        return thread
    now = timezone.now()
    told = {"hidden": {"hidden": now}, "deleted": {"deleted": now}, "held": {"held": True}}
    return Comment(thread=thread, author=thread.author, **told.get(state.split()[0], {}))


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize(
    ("action", "state", "allowed"),
    [row[1:] for row in MATRIX],
    ids=[f"{row}-{action}-{state}" for row, action, state, _allowed in MATRIX],
)
def test_matrix_is_kept_cell_by_cell(who, action, state, allowed):
    page, person = in_state(state), ACTORS[who]()
    if who == "RE":
        named(person, page)
    assert rules.may(person, action, page) is (who in allowed)
    if who in allowed:
        rules.require(person, action, page)
    else:
        with pytest.raises(NotAllowed) as refusal:
            rules.require(person, action, page)
        assert (refusal.value.action, refusal.value.it) == (action, page)


def test_every_action_on_pages_and_files_stands_in_the_matrix():
    stated = {action for _row, action, _state, _allowed in MATRIX}
    assert {action for action in rules.TABLE if action.startswith(FAMILIES + powers.FAMILIES)} == stated


@pytest.mark.parametrize("who", ["CO", "TC", "MO", "AD"])
@pytest.mark.parametrize("state", OF_AUTHORS)
def test_author_decides_on_no_suggestion_of_their_own(state, who):
    author = ACTORS[who]()
    own = Suggestion(page=factories.home(), author=author, state=state)
    others = {"suggestion.propose", "suggestion.undo", "suggestion.discuss"}  # of a page, whoever proposed
    asked = {action for action in rules.TABLE if action.startswith("suggestion.")} - others
    assert {action for action in asked if rules.may(author, action, own)} == OF_AUTHORS[state]


@pytest.mark.parametrize("who", ["CO", "TC", "MO", "AD"])
def test_nobody_is_for_their_own_suggestion_and_each_takes_back_their_own_stand(who):
    someone = ACTORS[who]()
    own = Suggestion(page=factories.home(), author=someone, state="open")
    assert not rules.may(someone, "stand.take", own)
    other = Suggestion(page=own.page, author=factories.person(), state="open")
    assert rules.may(someone, "stand.take_back", Stand(suggestion=other, by=someone))


@pytest.mark.parametrize("who", ["UV", "BA", "suspended", "closed"])
def test_author_who_may_write_no_more_changes_nothing_of_their_own(who):
    author = ACTORS[who]()
    own = Suggestion(page=factories.home(), author=author, state="open")
    assert [rules.may(author, f"suggestion.{deed}", own) for deed in ("amend", "withdraw")] == [False, False]


def test_role_that_is_taken_away_ends_at_once():
    page, someone = in_state("published"), factories.moderator()
    assert rules.may(someone, "page.edit", page) is True
    someone.moderator = False
    assert rules.may(someone, "page.edit", page) is False


READERS = {
    "anonymous": lambda: AnonymousUser(),
    "contributor": lambda: factories.person(),
    "trusted": lambda: factories.person(trusted=True),
}
DECIDERS = {
    "moderator": lambda: factories.moderator(),
    "admin": lambda: factories.admin(),
    "site": lambda: rules.SYSTEM,
}


@pytest.mark.parametrize("who", READERS | DECIDERS)
def test_published_page_may_be_read_by_anyone(who):
    page = factories.home()
    assert rules.may((READERS | DECIDERS)[who](), "page.read", page) is True


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("action", ["page.read", "page.create", "page.edit", "page.rebuild"])
def test_draft_is_closed_to_those_who_do_not_decide(who, action):
    draft = factories.page(factories.home(), "draft", state="draft")
    person = READERS[who]()
    assert rules.may(person, action, draft) is False
    with pytest.raises(NotAllowed):
        rules.require(person, action, draft)


@pytest.mark.parametrize("who", DECIDERS)
@pytest.mark.parametrize("action", ["page.read", "page.create", "page.edit"])
def test_draft_is_open_to_those_who_decide(who, action):
    draft = factories.page(factories.home(), "draft", state="draft")
    rules.require(DECIDERS[who](), action, draft)


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("action", ["page.create", "page.edit"])
def test_published_page_is_not_written_by_those_who_do_not_decide(who, action):
    assert rules.may(READERS[who](), action, factories.home()) is False


def test_nobody_writes_to_an_archived_page_but_reads_it_neither():
    archived = factories.page(factories.home(), "old", state="archived")
    for action in ("page.read", "page.edit", "page.create"):
        assert rules.may(factories.admin(), action, archived) is False


def test_nothing_is_created_below_an_outside_link():
    link = factories.page(factories.home(), "", "", title="Away", kind="link", url="https://example.org/")
    assert rules.may(factories.admin(), "page.create", link) is False


def test_home_page_is_created_by_an_admin_and_not_by_a_moderator():
    assert rules.may(factories.admin(), "page.create", None) is True
    assert rules.may(factories.moderator(), "page.create", None) is False


def test_rendering_again_is_for_admins_and_not_for_moderators():
    assert rules.may(factories.admin(), "page.rebuild") is True
    assert rules.may(factories.moderator(), "page.rebuild") is False


def test_moderator_whose_address_is_not_verified_decides_nothing():
    someone = factories.moderator()
    someone.emailaddress_set.update(verified=False)
    assert rules.may(someone, "page.edit", factories.home()) is False


def test_action_out_of_the_table_is_nobodys():
    with pytest.raises(KeyError):
        rules.may(rules.SYSTEM, "page.burn", None)


def test_refusal_says_what_was_refused():
    with pytest.raises(NotAllowed) as refusal:
        rules.require(AnonymousUser(), "page.edit", factories.home())
    assert refusal.value.action == "page.edit"


@pytest.mark.parametrize("who", READERS)
def test_reader_is_offered_nothing(who):
    assert rules.allowed(READERS[who](), factories.home()) == frozenset()


@pytest.mark.parametrize("who", DECIDERS)
def test_decider_is_offered_every_gesture(who):
    assert rules.allowed(DECIDERS[who](), factories.home()) == frozenset(rules.OFFERED)


def test_gestures_are_offered_without_asking_for_strangers(django_assert_num_queries):
    page = factories.home()
    with django_assert_num_queries(0):
        rules.allowed(AnonymousUser(), page)


def test_each_offer_is_an_action_of_the_table():
    assert set(rules.OFFERED.values()) - set(rules.TABLE) == set()


@pytest.mark.parametrize("who", ACTORS)
def test_people_edit_delete_and_settle_what_is_their_own(who):
    person = ACTORS[who]()
    comment = in_state("comment")
    if who not in ("AN", "site"):
        comment.author = comment.thread.author = person
    own = [rules.may(person, f"comment.{deed}", comment) for deed in ("edit", "delete", "flag")]
    assert own == [who in TALKING, who in TALKING, False]
    assert rules.may(person, "thread.resolve", comment.thread) is (who in TALKING)
    comment.hidden = timezone.now()
    hidden = [rules.may(person, f"comment.{deed}", comment) for deed in ("edit", "delete", "contest", "ask")]
    assert hidden == [False, who in ("MO", "AD"), who in TALKING | {"UV", "BA", "suspended"}, False]
