"""What is typed about pages → clean values."""

import pytest

from wiki.forms.page import EditForm, NewPageForm, OrderForm, RenameForm, numbers, stepped
from wiki.models import Page


def page(source="# A\n\nWords.\n", **fields):
    told = {"pk": 7, "title": "A", "path": "a/b", "parent_id": 1, "version": 3, "listed": True}
    return Page(source=source, **told | fields)


def edited(source, kept, header=""):
    sent = {"title": "A", "source": source, "base": "3", "listed": "on"}
    return EditForm(sent, page=page(kept, header=header))


@pytest.mark.parametrize(
    ("kept", "sent", "clean"),
    [
        ("a\nb\n", "a\r\nb\r\n", "a\nb\n"),
        ("a\nb\n", "a\r\nb\r\nc", "a\nb\nc"),
        ("a\r\nb\r\n", "a\r\nb\r\nc", "a\r\nb\r\nc"),
        ("a\rb", "a\r\nb", "a\rb"),
        ("a\r\nb\nc\n", "a\r\nb\r\nc\r\n", "a\r\nb\nc\n"),
        ("", "", ""),
        ("  a  \n\n", "  a  \r\n\r\n", "  a  \n\n"),
    ],
)
def test_lines_end_as_they_did(kept, sent, clean):
    form = edited(sent, kept)
    assert (form.is_valid(), form.cleaned_data["source"]) == (True, clean)


def test_nothing_changed_is_told():
    form = edited("# A\r\n\r\nWords.\r\n", "# A\n\nWords.\n")
    assert (form.is_valid(), form.changes) == (True, {})


def test_header_counts_in_the_weight_of_a_page():
    source = "x" * (256 * 1024 - 10)
    assert edited(source, "").is_valid() is True
    form = edited(source, "", header="---\nicon: x\n---\n")
    assert (form.is_valid(), form.is_too_long) == (False, True)


def test_first_wrong_field_takes_the_focus():
    form = NewPageForm({"title": "", "slug": "x" * 300})
    form.is_valid()
    assert [name for name, field in form.fields.items() if "autofocus" in field.widget.attrs] == ["title"]


def test_refusal_that_is_about_no_field_is_about_the_whole():
    form = NewPageForm({"title": "A"})
    form.is_valid()
    form.refuse("parent", "No.")
    assert form.non_field_errors() == ["No."]


def test_same_slug_is_no_new_slug():
    sent = {"title": "A", "slug": "b", "base": "3"}
    same, other = (RenameForm(sent | {"slug": slug}, page=page()) for slug in ("b", "c"))
    assert [(form.is_valid(), form.slug_asked) for form in (same, other)] == [(True, None), (True, "c")]


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({}, [1, 2, 3]),
        ({"up": "3"}, [1, 3, 2]),
        ({"down": "1"}, [2, 1, 3]),
        ({"up": "9"}, [1, 2, 3]),
        ({"order": "3,1"}, [3, 1]),
    ],
)
def test_order_is_what_was_seen_but_for_what_was_asked(sent, order):
    form = OrderForm({"seen": "1,2,3"} | sent)
    assert (form.is_valid(), form.asked) == (True, order)


def test_step_over_the_end_is_none():
    assert [stepped([1, 2], *step) for step in ((0, -1), (1, 1), (0, 1))] == [[1, 2], [1, 2], [2, 1]]


def test_numbers_are_read():
    assert (numbers(""), numbers("1,22")) == ([], [1, 22])
