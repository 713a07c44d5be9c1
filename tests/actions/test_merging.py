"""What was typed on an older revision: merged where other words were changed, refused where the same were."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wiki.actions.merging import bring

SEEN = SimpleNamespace(title="A", description="", listed=True, source="# A\n\nOne line.\n\nAnother line.\n")


def now(**changed: object) -> SimpleNamespace:
    return SimpleNamespace(**vars(SEEN) | changed)


def typed(**changed: object) -> dict[str, object]:
    return vars(SEEN) | changed


@pytest.mark.parametrize(
    ("mine", "theirs", "changes"),
    [
        ({}, {"title": "B"}, {}),
        ({"title": "B"}, {}, {"title": "B"}),
        ({"title": "B"}, {"title": "B"}, {}),
        ({"title": "B"}, {"title": "C"}, None),
        ({"description": "Mine."}, {"title": "C"}, {"description": "Mine."}),
        ({"listed": False}, {"title": "C"}, {"listed": False}),
        (
            {"source": SEEN.source.replace("One", "First")},
            {"source": SEEN.source.replace("Another", "The other")},
            {"source": "# A\n\nFirst line.\n\nThe other line.\n"},
        ),
        (
            {"source": SEEN.source.replace("One", "First")},
            {"source": SEEN.source.replace("One", "First")},
            {},
        ),
        (
            {"source": SEEN.source.replace("One", "First")},
            {"source": SEEN.source.replace("One", "Some")},
            None,
        ),
    ],
)
def test_typed_text_meets_what_was_published_since(
    mine: dict[str, object], theirs: dict[str, object], changes: dict[str, object] | None
) -> None:
    brought = bring(typed(**mine), seen=SEEN, now=now(**theirs))
    assert (dict(brought.changes) if brought.is_clean else None) == changes


def test_what_has_no_field_in_the_form_is_left_as_it_stands() -> None:
    given = {"title": "B", "description": ""}
    brought = bring(given, seen=SEEN, now=now(listed=False, source="Other.\n"))
    assert (brought.changes, brought.is_clean) == ({"title": "B"}, True)


def test_both_wordings_are_told_where_both_changed_the_same() -> None:
    mine = {"title": "B", "source": SEEN.source.replace("One", "First")}
    brought = bring(typed(**mine), seen=SEEN, now=now(title="C", source=SEEN.source.replace("One", "Some")))
    assert [(one.ours, one.theirs) for one in brought.disagreements] == [("B", "C"), ("First", "Some")]
    assert (brought.values["title"], brought.values["source"]) == ("B", mine["source"])
