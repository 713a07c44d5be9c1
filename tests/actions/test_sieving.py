"""The filters of words and links: who writes them, what they do to newcomers, and to nobody else."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions import deciding, deeds, rebasing, sieving, standing, suggestions, threads
from wiki.errors import BadComment, BadSieve, BadSuggestion, EditConflict, NotAllowed
from wiki.models import Comment, ModerationEntry, Sieve, Suggestion
from wiki.queries import queue, review, sieves
from wiki.rules import SYSTEM, may

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# B\n\nThe first words. A casino stood here.\n"


@pytest.fixture
def root():
    return factories.home()


@pytest.fixture
def referent():
    return factories.person()


@pytest.fixture
def section(root, referent):
    made = factories.page(root, "a", "# A\n")
    factories.charter(made, referent)
    return fresh(made)


@pytest.fixture
def page(section):
    return factories.page(section, "b", TEXT)


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def write(where, by=SYSTEM, **lists):
    return sieving.write(where, by=by, seen=sieves.own(where).version, **lists)


def say(page, text, by=None):
    return threads.open(fresh(page), by=by or factories.person(), text=text, uuid=uuid4())


def test_referents_write_that_of_their_section_and_admins_that_of_the_site(root, section, referent):
    write(section, by=referent, held_words="Casino\n\ncasino\n", known_hosts="https://www.Example.org/a\n")
    assert (Sieve.objects.get().held_words, Sieve.objects.get().known_hosts) == (
        "Casino\ncasino",
        "example.org",
    )
    write(root, by=factories.admin(), refused_words="rude")
    for who in (factories.person(trusted=True), factories.moderator()):
        with pytest.raises(NotAllowed):
            write(section, by=who, held_words="x")
    with pytest.raises(NotAllowed):
        write(root, by=referent, held_words="x")


def test_journal_tells_how_many_and_not_which(section, referent):
    write(section, by=referent, held_words="casino")
    line = ModerationEntry.objects.get(action="sieve.edit")
    assert (line.before["held_words"], line.after["held_words"]) == (0, 1)
    assert "casino" not in repr((line.before, line.after, line.subject))
    write(section, by=referent, held_words="casino")
    assert ModerationEntry.objects.filter(action="sieve.edit").count() == 1


def test_whoever_saw_an_older_one_is_told(section):
    write(section, held_words="casino")
    with pytest.raises(EditConflict):
        sieving.write(section, by=SYSTEM, seen=0, held_words="x")


@pytest.mark.parametrize(
    "lists",
    [
        {"held_words": "\n".join(f"w{n}" for n in range(501))},
        {"refused_words": "x" * 81},
        {"known_hosts": "nonsense"},
        {"blocked_hosts": "http://"},
    ],
)
def test_list_that_cannot_be_is_refused(section, lists):
    with pytest.raises(BadSieve):
        write(section, **lists)
    assert Sieve.objects.count() == 0


def test_comment_with_a_word_waits_and_the_queue_says_why(root, section, page):
    write(root, held_words="casino")
    said = say(page, "Come to the CASINO.")
    assert (said.held, said.held_for) == (True, "word casino")
    moderator = factories.moderator()
    [line] = queue.read(moderator, "held").lines
    [shown] = queue.leaf(queue.read(moderator, "held"), "").rows
    assert (line.pk, shown.pk, shown.is_sieved) == (said.pk, said.pk, True)
    assert "casino" in said.why_held
    assert not Comment.objects.visible_to(factories.person()).filter(pk=said.pk).exists()
    assert say(page, "Come to the park.").held is False


def test_section_and_site_hold_together_and_another_section_is_let_be(root, section, page):
    other = factories.page(root, "c", "# C\n")
    write(section, held_words="park", known_hosts="a.org")
    write(root, held_words="casino", known_hosts="b.org")
    assert [say(page, word).held for word in ("A park.", "A casino.", "A lake.")] == [True, True, False]
    assert [say(other, word).held for word in ("A park.", "A casino.")] == [False, True]
    assert [say(page, f"https://{name}/").held_for for name in ("a.org", "b.org", "c.org")] == [
        "",
        "",
        "host c.org",
    ]


def test_what_is_refused_says_what_to_take_out_and_keeps_nothing(section, page):
    write(section, refused_words="rude word", blocked_hosts="bad.org")
    for text, named in (("A Rude  Word!", "rude word"), ("See https://x.bad.org/y", "x.bad.org")):
        with pytest.raises(BadComment) as told:
            say(page, text)
        assert named in str(told.value)
        with pytest.raises(BadSuggestion):
            factories.suggestion(page, ("first", text))
    assert (Comment.objects.count(), Suggestion.objects.count()) == (0, 0)


def test_whoever_is_trusted_or_decides_is_not_looked_at(section, page, referent):
    write(section, held_words="casino", refused_words="rude")
    people = (factories.person(trusted=True), referent, factories.moderator(), factories.admin())
    assert [say(page, "A rude casino.", by=who).held for who in people] == [False] * 4
    made = factories.suggestion(page, ("first", "rude casino"), by=people[0])
    assert made.held_for == ""


def test_comment_that_was_let_through_waits_again_when_it_says_otherwise(section, page):
    write(section, held_words="casino", refused_words="rude")
    said = say(page, "A park.")
    with pytest.raises(BadComment):
        threads.edit(said, by=said.author, text="A rude park.")
    threads.edit(fresh(said), by=said.author, text="A casino.")
    assert (fresh(said).held, fresh(said).held_for, fresh(said).text) == (True, "word casino", "A casino.")


def test_suggestion_is_looked_at_for_what_it_adds(section, page):
    write(section, held_words="casino")
    assert factories.suggestion(page, ("first", "last")).held_for == ""  # the page says casino already
    assert factories.suggestion(page, ("first", "casino")).held_for == "word casino"
    assert factories.suggestion(page, ("first", "1st"), summary="For the casino.").held_for == "word casino"


def test_new_page_is_looked_at_too(section):
    write(section, held_words="casino")
    told = {"title": "Casino", "description": "", "slug": "x"}
    deed = deeds.Deed("page", "# Casino\n", told)
    made = deeds.propose(section, deed, by=factories.person(), uuid=uuid4(), summary="New.")
    assert made.held_for == "word casino"


def test_what_is_held_back_is_read_by_its_author_and_those_who_decide(section, page, referent):
    write(section, held_words="casino")
    made = factories.suggestion(page, ("first", "casino"))
    readers = {
        "author": made.author,
        "referent": referent,
        "moderator": factories.moderator(),
        "stranger": AnonymousUser(),
        "other": factories.person(),
    }
    may_read = {name for name, who in readers.items() if review.find(made.pk, who) is not None}
    assert may_read == {"author", "referent", "moderator"}
    assert review.of_site(readers["other"], "all", "").total == 0
    assert review.of_site(referent, "held", "").total == 1
    assert may(readers["other"], "stand.take", made) is False
    assert may(readers["author"], "suggestion.discuss", made) is False
    assert may(readers["author"], "suggestion.release", made) is False
    with pytest.raises(NotAllowed):
        standing.support(made, by=readers["other"], seen=1)


def test_it_is_let_through_and_its_days_count_from_there(section, page, referent):
    factories.charter(section, referent, consent_days=7, consent_supports=1)
    write(section, held_words="casino")
    made = factories.suggestion(fresh(page), ("first", "casino"))
    made = Suggestion.objects.select_related("page", "on").get(pk=made.pk)
    assert deciding.consent(made, rebasing.in_words(made, rebasing.keys(made))) is None
    since = made.open_since
    with pytest.raises(NotAllowed):
        suggestions.release(made, by=made.author, seen=1)
    suggestions.release(made, by=referent, seen=1)
    assert (fresh(made).held_for, fresh(made).open_since > since) == ("", True)
    assert review.of_site(AnonymousUser(), "open", "").total == 1
    assert ModerationEntry.objects.filter(action="suggestion.release").count() == 1
    with pytest.raises(NotAllowed):
        suggestions.release(fresh(made), by=referent, seen=2)


def test_what_is_accepted_is_everybodys_story(section, page, referent):
    write(section, held_words="casino")
    made = factories.suggestion(page, ("first", "casino"))
    suggestions.accept(made, by=referent, seen=1)
    assert (fresh(made).state, fresh(made).held_for) == ("accepted", "")
    assert review.find(made.pk, AnonymousUser()) is not None


def test_author_takes_the_word_out_and_it_waits_no_more(section, page):
    write(section, held_words="casino")
    made = factories.suggestion(page, ("first", "casino"))
    base = factories.last_revision(page).pk
    told = {"base": base, "source": TEXT.replace("first", "last"), "summary": "Clearer."}
    suggestions.amend(fresh(made), by=made.author, seen=1, **told)
    assert fresh(made).held_for == ""


def test_where_there_is_no_filter_one_query_is_asked(page, django_assert_num_queries):
    who = factories.person()
    sieving.comment(who, page, "x")  # roles are told
    with django_assert_num_queries(1):
        assert sieving.comment(who, page, "Words.") == ""
