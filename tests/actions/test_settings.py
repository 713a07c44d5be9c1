"""What the site says of itself is written by admins alone, over the version they read, with a line each time."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from tests import factories
from wiki import rules
from wiki.actions import settings
from wiki.errors import BadSettings, EditConflict, NotAllowed
from wiki.models import ModerationEntry, SiteSettings
from wiki.models.settings import TEXT_LENGTH, TEXTS
from wiki.queries.settings import current

pytestmark = pytest.mark.django_db

OTHERS = {
    "anonymous": lambda: AnonymousUser(),
    "contributor": lambda: factories.person(),
    "trusted": lambda: factories.person(trusted=True),
    "moderator": lambda: factories.moderator(),
    "banned": lambda: factories.admin(is_active=False),
}


def edited(**values):
    return settings.edit(current(), by=rules.SYSTEM, base=current().version, **values)


def links(html):
    return re.findall(r'href="([^"]*)"', html)


# --- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", OTHERS)
def test_settings_are_closed_to_all_but_admins(who):
    someone = OTHERS[who]()
    for attempt in (
        lambda: settings.edit(current(), by=someone, base=0, name="Mine"),
        lambda: settings.preview("legal", "# Mine", by=someone),
        lambda: settings.redraw(by=someone),
    ):
        with pytest.raises(NotAllowed) as refusal:
            attempt()
        assert refusal.value.action == "site.settings"
    assert (SiteSettings.objects.count(), ModerationEntry.objects.count()) == (0, 0)


def test_settings_are_open_to_admins():
    admin = factories.admin()
    kept = settings.edit(current(), by=admin, base=0, name="Nos communs", reason="A better name.")
    line = ModerationEntry.objects.get()
    assert (kept.name, kept.version, SiteSettings.objects.get().name) == ("Nos communs", 1, "Nos communs")
    assert (line.by, line.action, line.page, line.subject) == (admin, "site.settings", None, "Nos communs")
    assert (line.reason, line.before, line.after) == (
        "A better name.",
        {"name": "Communs"},
        {"name": "Nos communs"},
    )


# --- writing ------------------------------------------------------------------------------------------------


def test_text_is_drawn_when_it_is_written_and_told_with_its_day():
    factories.guide()
    kept = edited(rules="# Nos règles\n\nVoir [la première](/advice/first/), [nous](/-/about/contact/).")
    read = settings.text(kept, "rules")
    assert (read.title, read.language, read.since) == ("Nos règles", "fr", timezone.localdate())
    assert links(read.html) == ["/advice/first/", "/-/about/contact/"]
    assert list(kept.drawn) == ["rules"]
    assert ModerationEntry.objects.get().after == {"rules": kept.rules}


def test_hostile_text_is_drawn_by_the_engine_and_disarmed():
    kept = edited(
        legal='# <script>alert(1)</script>\n\n<img src=x onerror="alert(1)"> [a](javascript:alert(1))'
    )
    html = settings.text(kept, "legal").html
    assert [bad for bad in ("<script", "onerror", "javascript:") if bad in html] == []


@pytest.mark.parametrize("address", ["/-/../admin/", "/-//evil.example/", "/-/a b/", '/-/"onclick=', "/-/é/"])
def test_only_plain_addresses_of_screens_are_taken_without_asking_the_tree(address):
    html = settings.text(edited(legal=f"# L\n\n[a](<{address}>)"), "legal").html
    assert links(html) == []


def test_text_that_is_emptied_is_the_default_again():
    edited(legal="# Ours\n")
    kept = edited(legal="  \r\n ")
    assert (kept.legal, kept.drawn, settings.text(kept, "legal")) == ("", {}, settings.default("legal", "fr"))


def test_text_that_is_left_as_the_code_has_it_goes_on_following_it():
    kept = edited(legal=settings.default_source("legal", "fr").replace("\n", "\r\n") + "\r\n", name="Ours")
    assert (kept.legal, kept.drawn) == ("", {})


def test_saving_what_stands_writes_nothing():
    edited(name="Ours", legal="# Ours")
    kept = edited(name=" Ours ", legal="# Ours\r\n")
    assert (kept.version, ModerationEntry.objects.count()) == (1, 1)


def test_line_of_the_journal_tells_only_what_changed_and_never_the_address():
    edited(name="Ours", contact_address="team@example.org")
    edited(name="Ours", contact_address="", baseline="All together")
    first, second = ModerationEntry.objects.order_by("pk")
    assert (first.before, first.after) == (
        {"name": "Communs", "contact_address": False},
        {"name": "Ours", "contact_address": True},
    )
    assert (second.before, second.after) == (
        {"baseline": "", "contact_address": True},
        {"baseline": "All together", "contact_address": False},
    )


@pytest.mark.parametrize("base", [0, 2, -1])
def test_old_version_is_refused_and_keeps_what_was_proposed(base):
    edited(name="First")
    with pytest.raises(EditConflict) as refusal:
        settings.edit(current(), by=rules.SYSTEM, base=base, name="Second")
    assert (refusal.value.proposed, current().name) == ({"name": "Second"}, "First")
    assert ModerationEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "x" * 81}, ["name"]),
        ({"licence": "CC BY"}, ["licence"]),
        ({"contact_address": "nobody"}, ["contact_address"]),
        ({"conformity": "perfect"}, ["conformity"]),
        ({"legal": "x" * (TEXT_LENGTH + 1)}, ["legal"]),
    ],
)
def test_value_that_makes_no_sense_is_refused_whole(values, fields):
    with pytest.raises(BadSettings) as refusal:
        edited(**{"baseline": "Kept?"} | values)
    assert (list(refusal.value.told), SiteSettings.objects.count()) == (fields, 0)
    assert str(refusal.value) == " ".join(refusal.value.told[fields[0]])


def test_nul_and_line_ends_do_not_reach_the_database():
    assert edited(name="A\x00 b\r\n c", legal="# A\x00\r\nb").name == "A b c"
    assert SiteSettings.objects.get().legal == "# A\nb"


@pytest.mark.parametrize("name", ["version", "drawn", "number", "pk"])
def test_what_is_no_setting_cannot_be_written(name):
    with pytest.raises(TypeError):
        edited(**{name: "9"})


def test_name_is_kept_while_a_text_changes():
    edited(name="Ours", licence="etalab-2.0")
    kept = edited(privacy="# P")
    assert (kept.name, kept.licence, kept.version) == ("Ours", "etalab-2.0", 2)


# --- reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", TEXTS)
def test_default_text_is_whole_and_leads_nowhere_broken(key, language, django_assert_num_queries):
    settings.default.cache_clear()
    with django_assert_num_queries(0):
        read = settings.default(key, language)
    assert (read.language, read.since, bool(read.title)) == (language, None, True)
    assert "gb-broken" not in read.html
    assert {link for link in links(read.html) if link.startswith("/")} <= {
        "/-/about/contact/",
        "/-/about/rules/",
        "/-/journal/",
        "/-/measures/",
        "/accounts/data/",
    }


@pytest.mark.parametrize("key", TEXTS)
def test_default_text_says_the_same_in_both_languages(key):
    shapes = [re.findall(r"<(?!span|/)(\w+)", settings.default(key, spoken).html) for spoken in ("fr", "en")]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("key", TEXTS)
def test_default_french_is_typeset(key):
    words = re.sub(r"\]\([^)]*\)", "]", settings.default_source(key, "fr"))
    assert re.findall(r" [;:!?»%]|« |\w'\w|\w·\w", words) == []


def test_default_of_an_unknown_language_is_the_sites_own():
    assert settings.default_source("legal", "pt") == settings.default_source("legal", "fr")


def test_reader_in_another_language_gets_the_default_in_it():
    with translation.override("en"):
        assert settings.text(current(), "rules").title == "Rules of the community"
    assert settings.text(current(), "rules").title == "Règles de la communauté"


def test_preview_shows_what_would_be_read_and_keeps_nothing():
    read = settings.preview("legal", "# Ours\n\n**Bold**", by=factories.admin())
    assert (read.title, read.html) == ("Ours", "<p><strong>Bold</strong></p>")
    assert settings.preview("legal", "", by=factories.admin()).title == "Mentions légales"
    assert SiteSettings.objects.count() == 0


def test_texts_are_drawn_again_on_demand_and_keep_their_day():
    edited(legal="# Ours\n\nText.", rules="# R")
    kept = current()
    kept.drawn["legal"] |= {"html": "<p>Old engine</p>", "since": "2020-01-02"}
    kept.save()
    assert (settings.redraw(by=rules.SYSTEM), settings.redraw(by=rules.SYSTEM)) == (1, 0)
    read = settings.text(current(), "legal")
    assert (read.html, read.since) == ("<p>Text.</p>", date(2020, 1, 2))


def test_site_that_was_never_set_has_nothing_to_draw_again():
    assert (settings.redraw(by=rules.SYSTEM), SiteSettings.objects.count()) == (0, 0)
