"""What is typed in a discussion: bounds, a number of its own, what watches over first posts, quotes."""

from time import time
from uuid import UUID

import pytest
from django.core.signing import Signer
from django.http import QueryDict
from django.utils import translation

from wiki.forms import thread as forms
from wiki.forms.thread import MAX_BYTES, QUICKEST, AnchorForm, QuoteForm, ReplyForm, RewriteForm, ThreadForm

NUMBER = "6f1a4f0e-8a7f-4d6d-9e5e-0c2a8f1b7d11"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def sent(**fields: str) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(fields)
    made._mutable = False  # as a request gives it
    return made


def errors(form):
    return {name: list(told) for name, told in form.errors.items()}


def aged(seconds: float) -> str:
    """The stamp of a form that was made so long ago."""
    return Signer(salt=forms.__name__).sign(f"{time() - seconds:.1f}")


@pytest.mark.parametrize("text", ["", "   ", "\r\n\r\n\t"])
def test_comment_without_words_is_refused(text):
    form = ReplyForm(sent(text=text, uuid=NUMBER))
    assert errors(form) == {"text": ["Nothing is written here yet."]}


def test_comment_is_cleaned_of_the_line_ends_of_browsers():
    form = ReplyForm(sent(text="  One\r\ntwo\rthree \r\n", uuid=NUMBER))
    assert (form.errors, form.cleaned_data["text"]) == ({}, "One\ntwo\nthree")
    assert form.cleaned_data["uuid"] == UUID(NUMBER)


@pytest.mark.parametrize(("letter", "weight"), [("a", 1), ("é", 2), ("\U0001f600", 4)])
def test_comment_is_weighed_in_bytes(letter, weight):
    most = MAX_BYTES // weight
    fits, exceeds = (ReplyForm(sent(text=letter * count, uuid=NUMBER)) for count in (most, most + 1))
    assert (fits.errors, fits.is_too_long) == ({}, False)
    told = "This comment weighs 11 KB, one holds 10 KB: shorten it, or send it in two."
    assert (errors(exceeds), exceeds.is_too_long) == ({"text": [told]}, True)


def test_line_ends_of_browsers_weigh_nothing():
    text = "\n" * (MAX_BYTES - 2)
    form = ReplyForm(sent(text=f"a{text.replace(chr(10), chr(13) + chr(10))}b", uuid=NUMBER))
    assert (form.errors, len(form.cleaned_data["text"])) == ({}, MAX_BYTES)


def test_each_form_that_is_shown_has_a_number_of_its_own():
    one, other = (UUID(str(ReplyForm()["uuid"].value())) for _ in range(2))
    assert one != other


@pytest.mark.parametrize("number", ["", "x", "1", NUMBER + "0"])
def test_number_that_was_lost_is_made_anew(number):
    form = ReplyForm(sent(text="Words.", uuid=number))
    assert (form.errors, form.cleaned_data["uuid"].version) == ({}, 4)


def test_ids_of_the_form_are_the_sites_own():
    assert 'id="ui-text"' in str(ReplyForm()["text"])


# --- first posts --------------------------------------------------------------------------------------------


def test_form_of_somebody_known_is_not_watched():
    assert {"website", "stamp"} & ReplyForm().fields.keys() == set()
    assert ReplyForm(sent(text="Words.", website="spam", stamp="")).errors == {}


def test_first_post_that_took_its_time_is_taken():
    form = ReplyForm(sent(text="Words.", website="", stamp=aged(QUICKEST + 0.1)), watched=True)
    assert form.errors == {}


def test_first_post_that_fills_what_people_leave_empty_is_told_so():
    form = ReplyForm(sent(text="Words.", website="a", stamp=aged(60)), watched=True)
    assert errors(form) == {"website": ["Only robots fill in this field: empty it, and send again."]}


FAST = ["This came faster than people type. Read your comment once more, and send it again."]


def test_first_post_that_comes_too_fast_is_sent_again_with_the_same_hour():
    stamp = aged(QUICKEST - 1)
    form = ReplyForm(sent(text="Words.", stamp=stamp), watched=True)
    assert (errors(form), form["text"].value(), form["stamp"].value()) == ({"text": FAST}, "Words.", stamp)


@pytest.mark.parametrize("stamp", ["", "0", "1700000000.0:forged"])
def test_first_post_without_an_hour_of_ours_is_given_one(stamp):
    form = ReplyForm(sent(text="Words.", stamp=stamp), watched=True)
    assert (errors(form), form["text"].value()) == ({"text": FAST}, "Words.")
    assert forms.age_of(form["stamp"].value()) < QUICKEST


# --- quotes -------------------------------------------------------------------------------------------------


def test_quote_is_read_from_an_address():
    asked = QuoteForm(sent(exact=" some\r\nwords ", before="before ", after=" after", revision="7"))
    assert (asked.errors, asked.cleaned_data) == (
        {},
        {"exact": "some\nwords", "before": "before ", "after": " after", "revision": 7, "whole": False},
    )


def test_quote_that_is_too_long_is_cut_and_keeps_what_stands_next_to_it():
    form = QuoteForm(sent(exact="e" * 5000, before="x" * 50 + "p" * 100, after="s" * 100 + "x" * 50))
    assert form.errors == {}
    assert [form.cleaned_data[name] for name in ("exact", "before", "after")] == [
        "e" * 1000,
        "p" * 100,
        "s" * 100,
    ]


@pytest.mark.parametrize(
    "fields", [{"revision": "x"}, {"revision": "0"}, {"revision": str(2**63)}, {"exact": "a\x00b"}]
)
def test_quote_that_no_page_of_ours_makes_is_forged(fields):
    asked = ThreadForm(sent(text="Words.", **fields))
    assert asked.is_forged is True


def test_thread_without_a_quote_is_about_the_whole_page():
    form = ThreadForm(sent(text="Words.", uuid=NUMBER))
    assert (form.errors, form.is_forged, form.given["quote"]) == ({}, False, None)


# --- other forms --------------------------------------------------------------------------------------------


def test_comment_written_anew_starts_from_its_words_and_has_no_new_number():
    form = RewriteForm(text="Old words.")
    assert (form["text"].value(), list(form.fields)) == ("Old words.", ["text"])
    form = RewriteForm(sent(text="New."), text="Old words.")
    assert (form.errors, form.cleaned_data) == ({}, {"text": "New."})


def test_words_to_hold_on_to_are_asked_for():
    assert errors(AnchorForm(sent(exact="", before="before"))) == {"exact": ["This field is required."]}
