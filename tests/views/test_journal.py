"""The journal of moderation, read by anybody: the same for all, with nobody in it and nothing that is hidden."""

import re
from uuid import uuid4

import pytest
from django.utils.html import escape

from tests import factories
from tests.views import world as worlds
from tests.views.world import enter
from wiki.actions import archiving, journal, moderation, pages, settings, threads
from wiki.models import Comment, ModerationEntry, Page, Thread
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

ADDRESS = "/-/journal/"
VILE = "You are a vile band of fools"
ELSEWHERE = "A first post that nobody has read"
QUERIES = 4  # the menu; how many lines there are, which, and their threads


def main(answer):
    body = answer.content.decode()
    return body[body.index("<main") : body.index("</main>")]


def bare(answer):
    """What the screen says of the journal, whoever reads: without what is typed into each screen anew."""
    return re.sub(r"\s+", " ", main(answer))


@pytest.fixture
def guide():
    return factories.guide()


def test_anybody_reads_what_was_done_where_why_and_in_which_role(client, guide):
    said = threads.open(guide["advice/first"], by=factories.person(), text="Rude words.", uuid=uuid4())
    threads.reply(said.thread, by=factories.person(), text="Calm down.", uuid=uuid4())
    moderation.hide(Comment.objects.get(pk=said.pk), by=factories.moderator(), reason="<b>Rule</b> 2.")
    answer = client.get(ADDRESS)
    text = main(answer)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    for told in ("Commentaire masqué", "modération", '<a href="/advice/first/">First</a>', "Fil n° 1"):
        assert told in text
    assert ("<b>Rule</b>" in text, "&lt;b&gt;Rule&lt;/b&gt; 2." in text) == (False, True)
    assert f'href="/-/t/{said.thread_id}/"' in text


def test_it_is_drawn_with_the_sheets_of_its_frame(client, guide):
    sheets = re.findall(r'href="[^"]*/(about|journal)[^"/]*\.css"', client.get(ADDRESS).content.decode())
    assert sheets == ["about", "journal"]


def test_foot_of_each_screen_leads_to_it(client, guide):
    body = client.get("/").content.decode()
    assert f'<a href="{ADDRESS}">Journal de modération</a>' in body[body.index("<footer") :]


def test_it_says_so_where_there_is_nothing_to_read(client, guide):
    assert "Rien n’a encore été décidé ici." in main(client.get(ADDRESS))
    asked = main(client.get(ADDRESS, {"deed": "comment.hide"}))
    assert "Aucune ligne n’en parle." in asked


def test_it_is_asked_for_a_deed_and_a_section_and_keeps_both_from_leaf_to_leaf(client, guide):
    for _ in range(51):
        journal.note("page.reorder", guide["advice"], by=SYSTEM)
    asked = {"deed": "page.reorder", "section": guide["advice"].pk}
    answer = client.get(ADDRESS, asked)
    text = main(answer)
    assert '<option value="page.reorder" selected>' in text
    assert f'<option value="{guide["advice"].pk}" selected>' in text
    assert f'href="?deed=page.reorder&amp;section={guide["advice"].pk}&amp;page=2"' in text
    assert len(client.get(ADDRESS, asked | {"page": 2}).context["leaf"].lines) == 1


@pytest.mark.parametrize(
    "asked",
    [{"deed": "x"}, {"section": "x"}, {"section": "-1"}, {"page": "9"}, {"page": "²"}, {"deed": "\x00"}],
)
def test_question_that_makes_no_sense_is_none(client, guide, asked):
    journal.note("page.reorder", guide["advice"], by=SYSTEM)
    answer = client.get(ADDRESS, asked)
    assert (answer.status_code, len(answer.context["leaf"].lines)) == (200, 1)


def test_section_that_is_a_draft_is_not_offered(client, guide):
    pages.unpublish(guide["lessons"], by=SYSTEM, base=guide["lessons"].version)
    client.force_login(factories.admin())
    answer = client.get(ADDRESS, {"section": guide["lessons"].pk})
    assert [one.title for one in answer.context["sections"]] == ["Advice"]
    assert answer.context["section"] is None


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, guide, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_reader_who_comes_back_is_told_that_nothing_changed(client, guide):
    tag = client.get(ADDRESS)["ETag"]
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 304
    journal.note("page.reorder", guide["advice"], by=SYSTEM)
    assert client.get(ADDRESS, headers={"if-none-match": tag}).status_code == 200


def test_it_costs_the_same_for_one_line_and_for_three(client, guide, django_assert_num_queries):
    for name in ("advice/first", "advice/second", "lessons"):
        threads.open(guide[name], by=factories.person(), text=f"Said {name}.", uuid=uuid4())
        thread = Thread.objects.latest("pk")
        threads.lock(thread, by=factories.moderator(), reason="Enough.")
        with django_assert_num_queries(QUERIES):
            client.get(ADDRESS, {"said": name})


# --- nobody, nothing hidden ---------------------------------------------------------------------------------


@pytest.fixture
def world(unlimited):
    """A rich one, where those who moderate were careless: each reason tells all that it should not."""
    made = worlds.build()
    people = {who: made.person(who) for who in made.people if made.people[who]}
    mona, ada = people["MO"], people["AD"]
    told = "; ".join([*(f"{one.name} <{one.email}>" for one in people.values()), "Secret"])
    careless = f"{told} « {VILE} » {VILE}, {ELSEWHERE}"
    first = Page.objects.get(pk=made.pages["advice/first"])
    vile = threads.open(first, by=people["other"], text=f"{VILE}, all of you.", uuid=uuid4())
    held = threads.reply(vile.thread, by=people["CO"], text=ELSEWHERE, uuid=uuid4())
    Comment.objects.filter(pk=held.pk).update(held=True)
    vile = Comment.objects.get(pk=vile.pk)
    moderation.hide(vile, by=mona, reason=careless)
    moderation.restore(Comment.objects.get(pk=vile.pk), by=ada, reason=careless)
    moderation.hide(Comment.objects.get(pk=vile.pk), by=ada, reason=careless)
    threads.delete(Comment.objects.get(pk=made.own["TC"]["comment"]), by=mona, reason=careless)
    threads.lock(Thread.objects.get(pk=made.own["RE"]["thread"]), by=mona, reason=careless)
    secret = Page.objects.get(pk=made.pages[worlds.SECRET])
    archiving.archive(secret, by=ada, base=secret.version, reason=careless)
    settings.edit(current(), by=ada, base=current().version, name="Ours", reason=told)
    journal.note("trust.lose", people["CO"], by=SYSTEM, reason=told, after={"person": people["CO"].pk})
    ModerationEntry.objects.create(action="page.reorder", page=first, subject=careless[:200], reason=careless)
    ModerationEntry.objects.create(action="person.ban", by=mona, subject=people["BA"].name, reason=careless)
    return made


def test_nobody_is_named_in_it_and_nothing_hidden_is_read_in_it_whoever_reads(world):
    people = [world.person(who) for who, pk in world.people.items() if pk]
    kept = {word for one in people for word in (one.name, *one.name.split(), one.email)}
    kept |= {VILE, ELSEWHERE, "vile", "nobody has read", "Secret", "Rude words", "Held words", "Between us"}
    found, screens = {}, set()
    for who in world.people:
        answer = enter(world, who).get(ADDRESS)
        text = bare(answer)
        screens.add(text)
        found[who] = sorted(
            word for word in kept if re.search(rf"(?<!\w){re.escape(escape(word))}(?!\w)", text)
        )
    assert found == dict.fromkeys(world.people, [])
    [text] = screens  # the same for everybody
    assert text.count("<li>") == ModerationEntry.objects.count() + 1  # and that of the way home
    told = ["Commentaire masqué", "Fil verrouillé", "Page archivée", "Confiance perdue", "Person.ban"]
    assert [one for one in told if one not in text] == []
