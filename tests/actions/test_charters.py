"""Charters: written by referents and admins, kept version by version; each permission beside its refusal."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki import rules
from wiki.actions import charters, pages, people, suggestions
from wiki.errors import BadCharter, EditConflict, NotAllowed
from wiki.models import Charter, CharterVersion, ModerationEntry, Page, Referent
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# B\n\nThe first words stand here.\n"


@pytest.fixture
def section():
    return factories.page(factories.home(), "a")


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def entries():
    return list(ModerationEntry.objects.filter(action="charter.edit").order_by("pk"))


def test_charter_is_written_with_its_version_and_a_line_of_the_journal(section):
    admin, ada = factories.admin(), factories.person()
    made = charters.amend(
        section, by=admin, seen=0, referents=[ada], direct_edits="trusted", reason=" To begin. "
    )
    kept = Charter.objects.get()
    assert (made, kept.version, kept.direct_edits, list(kept.referents.all())) == (kept, 1, "trusted", [ada])
    said = {name: getattr(kept, name) for name in charters.VALUES} | {"referents": [ada.pk]}
    version = CharterVersion.objects.get()
    assert (version.number, version.by, version.reason, version.said) == (1, admin, "To begin.", said)
    [entry] = entries()
    assert (entry.by, entry.page, entry.reason) == (admin, section, "To begin.")
    assert entry.before == {"direct_edits": "referents", "referents": []}
    assert entry.after == {"direct_edits": "trusted", "referents": [ada.pk]}


def test_referent_writes_the_charter_of_their_section_alone(section):
    ada, other = factories.person(), factories.page(section.parent, "b")
    factories.charter(section, ada)
    made = charters.amend(fresh(section), by=fresh(ada), seen=1, own_acceptance=True)
    assert (made.version, made.own_acceptance, list(made.referents.all())) == (2, True, [ada])
    with pytest.raises(NotAllowed):
        charters.amend(other, by=fresh(ada), seen=0, own_acceptance=True)


def test_referent_who_is_named_no_more_writes_it_no_more(section):
    ada = factories.person()
    factories.charter(section, ada)
    late = fresh(ada)
    assert rules.may(late, "charter.edit", fresh(section)) is True
    factories.charter(fresh(section))
    with pytest.raises(NotAllowed):
        charters.amend(fresh(section), by=late, seen=2, own_acceptance=True)


@pytest.mark.parametrize("who", [AnonymousUser, factories.person, factories.moderator])
def test_nobody_else_writes_it(section, who):
    with pytest.raises(NotAllowed):
        charters.amend(section, by=who(), seen=0, approvals=1, own_acceptance=True)
    assert (Charter.objects.count(), entries()) == (0, [])


def test_form_that_saw_another_version_is_told_so(section):
    factories.charter(section, own_acceptance=True)
    with pytest.raises(EditConflict) as refusal:
        charters.amend(section, by=factories.admin(), seen=0, direct_edits="trusted")
    assert refusal.value.proposed == {"direct_edits": "trusted", "referents": frozenset()}
    assert (Charter.objects.get().direct_edits, len(entries())) == ("referents", 1)


def test_what_changes_nothing_is_no_version(section):
    factories.charter(section, own_acceptance=True)
    same = charters.amend(section, by=SYSTEM, seen=1, own_acceptance=True)
    assert (same.version, CharterVersion.objects.count(), len(entries())) == (1, 1, 1)
    assert charters.amend(factories.page(section.parent, "b"), by=SYSTEM, seen=0).version == 0
    assert Charter.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [{"approvals": 0}, {"approvals": 21}, {"approvals": 2}, {"direct_edits": "all"}, {"approvals": -1}],
)
def test_charter_that_could_not_be_met_is_refused(section, values):
    with pytest.raises(BadCharter):
        charters.amend(section, by=SYSTEM, seen=0, referents=[factories.person()], **values)
    assert Charter.objects.count() == 0


def test_referent_logs_in(section):
    gone = factories.person(is_active=False)
    with pytest.raises(BadCharter):
        charters.amend(section, by=SYSTEM, seen=0, referents=[gone])
    with pytest.raises(TypeError):
        charters.amend(section, by=SYSTEM, seen=0, version=9)


def test_page_that_is_no_section_has_none(section):
    below = factories.page(section, "c")
    link = factories.page(section.parent, "", "", title="Away", kind="link", url="https://example.org/")
    away = factories.page(section.parent, "d")
    pages.archive(away, by=SYSTEM, base=0, reason="Old.")
    for page in (section.parent, below, link, away):
        with pytest.raises(BadCharter):
            charters.amend(page, by=SYSTEM, seen=0, own_acceptance=True)


# --- what follows from it -----------------------------------------------------------------------------------


def test_referent_decides_in_their_section_at_any_depth_and_nowhere_else(section):
    ada, elsewhere = factories.person(), factories.page(section.parent, "z", TEXT)
    deep = factories.page(factories.page(section, "b"), "c", TEXT)
    factories.charter(section, ada)
    made = factories.suggestion(deep, ("first", "last"))
    assert suggestions.accept(made, by=fresh(ada), seen=1).by == ada
    with pytest.raises(NotAllowed):
        suggestions.accept(factories.suggestion(elsewhere, ("first", "last")), by=fresh(ada), seen=1)
    with pytest.raises(NotAllowed):
        pages.edit(elsewhere, by=fresh(ada), base=0, source="# Z\n")
    moved = Page.objects.get(pk=deep.pk)
    pages.edit(moved, by=fresh(ada), base=moved.version, source="# Else\n")


def test_section_that_is_put_below_another_follows_its_charter(section):
    ada, ida = factories.person(), factories.person()
    other = factories.page(section.parent, "b")
    factories.charter(section, ada)
    factories.charter(other, ida)
    Page.objects.filter(pk=section.pk).update(parent=other)
    asked = [rules.may(fresh(who), "page.edit", fresh(section)) for who in (ada, ida)]
    assert (asked, rules.may(fresh(ada), "charter.edit", fresh(section))) == ([False, True], False)


def test_own_suggestion_is_accepted_where_the_charter_says_so(section):
    ada, moderator = factories.person(), factories.moderator()
    page = factories.page(section, "b", TEXT)
    factories.charter(section, ada)
    own = [factories.suggestion(page, ("first", "last"), by=fresh(ada))]
    own += [factories.suggestion(page, ("words", "word"), by=moderator)]
    own += [factories.suggestion(page, ("here", "there"), by=factories.person(trusted=True))]
    for made in own:
        with pytest.raises(NotAllowed):
            suggestions.accept(fresh(made), by=fresh(made.author), seen=1)
    factories.charter(section, ada, own_acceptance=True)
    for made in own[:2]:
        assert suggestions.accept(fresh(made), by=fresh(made.author), seen=1).verdict == "accepted"
    with pytest.raises(NotAllowed):
        suggestions.accept(fresh(own[2]), by=fresh(own[2].author), seen=1)


def test_trusted_contributors_write_where_the_charter_says_so(section):
    page, tea, colin = factories.page(section, "b", TEXT), factories.person(trusted=True), factories.person()
    deeds = ("page.edit", "page.restore", "page.create", "attachment.upload")
    others = ("page.move", "page.archive", "page.publish", "page.reorder", "charter.edit", "page.inspect")

    def asked(who, actions):
        return {rules.may(fresh(who), action, fresh(page)) for action in actions}

    assert asked(tea, deeds) == {False}
    factories.charter(section, direct_edits="trusted")
    assert (asked(tea, deeds), asked(tea, others), asked(colin, deeds)) == ({True}, {False}, {False})
    Page.objects.filter(pk=page.pk).update(locked=True)
    assert asked(tea, deeds) == {False}
    ada = factories.person()
    factories.charter(section, ada, direct_edits="trusted")
    assert asked(ada, deeds) == {True}


def test_referent_whose_address_is_not_verified_decides_nothing(section):
    ada = factories.person()
    factories.charter(section, ada)
    ada.emailaddress_set.update(verified=False)
    assert rules.may(fresh(ada), "page.edit", fresh(section)) is False


def test_referent_who_leaves_is_named_no_more(section):
    ada = factories.person(name="Ada Dorn")
    factories.charter(section, ada, reason="Ada Dorn knows it.")
    assert people.export(ada, by=ada).told["referent"][0]["charter"] == section.pk
    people.erase(ada, names=frozenset({"Ada Dorn"}), addresses=frozenset(), was_theirs=lambda _address: False)
    assert (Referent.objects.count(), CharterVersion.objects.get().reason) == (0, f"#{ada.pk} knows it.")
