"""Every block and form of GITBOOK.md, section 5: `cases/NAME.md` gives exactly `cases/NAME.html`.

The HTML stands one block per line. After it, a comment for each notice to editors: its kind, what
it is about, its source line. Reusable files that cases include are the `.md` files of
`cases/included`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.text.laid_out import laid_out
from tests.text.small_site import rendered, shelf

CASES = Path(__file__).parent / "cases"
INCLUDED = {file.name: file.read_text() for file in (CASES / "included").glob("*.md")}
VARIABLES = {"product": "Communs"}


def as_case(source: str) -> str:
    """What the engine makes of a case, as its `.html` file spells it."""
    rendering = rendered(source, include=shelf(INCLUDED), variables=VARIABLES)
    notices = [f"<!-- {notice.kind} · {notice.detail} · {notice.line} -->" for notice in rendering.notices]
    return "\n".join([laid_out(rendering.html), *notices, ""])


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.md")))
def test_block_is_drawn_as_its_case_says(name: str) -> None:
    source = (CASES / f"{name}.md").read_text()

    assert as_case(source) == (CASES / f"{name}.html").read_text()


def test_every_case_has_its_two_files() -> None:
    assert {path.stem for path in CASES.glob("*.html")} == {path.stem for path in CASES.glob("*.md")}
