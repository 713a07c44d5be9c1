"""One stylesheet and one script, made of all the others, in their order."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from communs import bundles

STATIC = Path(__file__).parents[2] / "static"
STORAGE = {"staticfiles": {"BACKEND": "communs.bundles.Bundles"}}


@pytest.fixture
def gathered(settings: Any, tmp_path: Path) -> Path:
    """The static files as production gathers them."""
    settings.STORAGES = settings.STORAGES | STORAGE
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def hashed(folder: Path, stem: str, kind: str) -> Path:
    (found,) = [
        file for file in folder.iterdir() if re.fullmatch(rf"{stem}\.[0-9a-f]{{12}}\.{kind}", file.name)
    ]
    return found


def test_sheet_holds_every_sheet_in_order() -> None:
    names = re.findall(r'url\("(.+?)"\)', (STATIC / "css" / "site.css").read_text())
    whole = bundles.style("css/site.css")
    begins = []
    for name in names:
        text = (STATIC / "css" / name).read_text()
        rule = next(
            line for line in text.splitlines() if line.endswith("{") and not line.startswith("@layer")
        )
        begins.append(whole.index(rule.strip(), begins[-1] if begins else 0))
    assert begins == sorted(begins)
    assert "@import" not in whole


def test_every_sheet_is_in_the_bundle_or_linked_by_a_screen() -> None:
    sheets = {str(file.relative_to(STATIC / "css")) for file in (STATIC / "css").rglob("*.css")} - {
        "site.css"
    }
    bundled = set(re.findall(r'url\("(.+?)"\)', (STATIC / "css" / "site.css").read_text()))
    templates = "".join(file.read_text() for file in (STATIC.parent / "templates").rglob("*.html"))
    assert {sheet for sheet in sheets - bundled if f"css/{sheet}" not in templates} == set()


def test_gesture_that_imports_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site.js").write_text('import "./one.js";\n')
    (tmp_path / "one.js").write_text('import "./two.js";\n')
    monkeypatch.setattr(bundles, "SOURCES", tmp_path)
    with pytest.raises(ValueError, match="one.js imports or exports: a gesture stands alone."):
        bundles.script("site.js")


def test_gathered_sheet_is_one_file_whose_addresses_lead_somewhere(gathered: Path) -> None:
    sheet = hashed(gathered / "css", "site", "css")
    addresses = re.findall(r'url\("([^")]+)"\)', sheet.read_text())
    assert [address for address in addresses if not (sheet.parent / address).is_file()] == []
    assert "@import" not in sheet.read_text()


def test_gathered_files_are_compressed_and_light(gathered: Path) -> None:
    sheet, script = hashed(gathered / "css", "site", "css"), hashed(gathered / "js", "site", "js")
    weights = [Path(f"{file}.gz").stat().st_size for file in (sheet, script)]
    assert weights[0] <= 20_000
    assert weights[1] <= 30_000


def test_gathering_again_follows_the_sources(gathered: Path) -> None:
    before = hashed(gathered / "css", "site", "css").name
    call_command("collectstatic", interactive=False, verbosity=0)
    assert hashed(gathered / "css", "site", "css").name == before
