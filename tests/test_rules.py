"""Who may do what to pages: each permission beside its refusal."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki import rules
from wiki.errors import NotAllowed

pytestmark = pytest.mark.django_db

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
