"""What a destination is, before anybody resolves it."""

from __future__ import annotations

import pytest

from wiki.text.links import Target, is_external, no_include, resolve_external


@pytest.mark.parametrize(
    ("destination", "external"),
    [
        ("https://example.org", True),
        ("mailto:a@example.org", True),
        ("tel:+33", True),
        ("//example.org/a", True),
        ("javascript:x", True),
        ("page.md", False),
        ("../a b.md", False),
        ("#part", False),
        ("/folder/", False),
        ("", False),
        ("./a:b.md", False),
    ],
)
def test_is_external_when_a_scheme_or_host_is_named(destination: str, external: bool) -> None:
    assert is_external(destination) is external


@pytest.mark.parametrize(
    ("destination", "target"),
    [
        ("https://example.org", Target("external", "https://example.org")),
        ("#part", Target("page", "#part")),
        ("page.md", Target("broken")),
    ],
)
def test_resolve_external_knows_no_pages(destination: str, target: Target) -> None:
    assert resolve_external(destination) == target


def test_no_include_finds_nothing() -> None:
    assert no_include("note.md") is None
