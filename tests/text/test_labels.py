"""Every word of ours can be said in another language, and its blanks to fill stay."""

from __future__ import annotations

from dataclasses import fields
from string import Formatter

import pytest

from wiki.text.labels import Labels

FILLED = {
    "footnote": {"number"},
    "footnote_back": {"number"},
    "remote_picture": {"host"},
    "file_size_bytes": {"size"},
    "file_size_kilobytes": {"size"},
    "file_size_megabytes": {"size"},
    "api_description": {"name"},
    "table": {"number"},
    "table_of": {"number", "heads"},
    "formula": {"formula"},
    **dict.fromkeys(
        (
            "notice_unknown",
            "notice_condition",
            "notice_include",
            "notice_broken",
        ),
        {"detail"},
    ),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Labels)])
def test_label_has_the_blanks_that_the_engine_fills(name: str) -> None:
    blanks = {blank for _, blank, _, _ in Formatter().parse(getattr(Labels(), name)) if blank}

    assert blanks == FILLED.get(name, set())
