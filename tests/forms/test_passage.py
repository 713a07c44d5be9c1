"""What is typed about a passage → clean values, or a sentence beside its field."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from wiki.forms.passage import PassageForm, about
from wiki.text.passages import at

WHICH = {"revision": "7", "first": "1", "last": "1", "digest": "x"}


def test_form_begins_with_the_words_of_its_passage() -> None:
    passage = at("One.\nTwo.", 1, 1)
    assert passage is not None
    form = PassageForm(initial=about(passage, 7))
    shown = {name: form[name].value() for name in ("revision", "first", "last", "digest", "text")}
    assert shown == {"revision": 7, "first": 1, "last": 1, "digest": passage.digest, "text": "Two."}
    assert "source" not in form.fields


def test_lines_end_as_those_of_the_site() -> None:
    form = PassageForm(WHICH | {"text": "a\r\nb", "source": "c\rd", "reason": "Why not"})
    assert form.is_valid()
    assert (form.cleaned_data["text"], form.cleaned_data["source"]) == ("a\nb", "c\nd")


def test_number_of_a_form_is_kept_or_made_anew() -> None:
    number = uuid4()
    kept, lost = (PassageForm(WHICH | {"reason": "r", "uuid": told}) for told in (str(number), "lost"))
    assert (kept.is_valid(), lost.is_valid()) == (True, True)
    assert kept.cleaned_data["uuid"] == number
    assert isinstance(lost.cleaned_data["uuid"], UUID)


def test_reason_is_asked_for_by_what_sends_alone() -> None:
    assert list(PassageForm(WHICH | {"text": "a"}).errors) == ["reason"]
    assert list(PassageForm(WHICH | {"text": "a"}, sends=False).errors) == []


def test_text_that_weighs_too_much_says_so() -> None:
    form = PassageForm(WHICH | {"text": "é" * 140_000, "reason": "r"})
    assert (list(form.errors), form.is_too_long) == (["text"], True)


@pytest.mark.parametrize("name", ["revision", "first", "last", "digest"])
def test_form_that_says_not_what_it_is_about_is_none_of_ours(name: str) -> None:
    assert PassageForm(WHICH | {name: "", "reason": "r"}).is_forged
    assert not PassageForm(WHICH | {"reason": ""}).is_forged
