"""The tools of a folder in GitBook's format become office files in another."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

BLANKS = "| Who | When |\n|---|---|\n| [person] | [..] |\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><script/><path d="M0 0h9"/></svg>'
GUIDE = {
    "LICENSE": "SPDX-License-Identifier: CC-BY-SA-4.0\n",
    "README.md": "# Home\n\n[The plan](tools/plan.md)\n",
    "tools/plan.md": f"# Plan\n\nSee [home](../README.md).\n\n![Boat](../.gitbook/assets/a.svg)\n\n{BLANKS}",
    "tools/warned.md": f'# Warned\n\n{{% hint style="warning" %}}\nOh!\n{{% endhint %}}\n\n{BLANKS}',
    "tools/free.md": f"---\ntools-license: CC0-1.0\n---\n\n# Free\n\n{BLANKS}",
    ".gitbook/assets/a.svg": DRAWING,
}


WARNED = ["tools/warned.ods", "tools/warned.odt"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, content in GUIDE.items():
        file = tmp_path / "guide" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path / "guide"


def read(file: Path, name: str) -> str:
    with ZipFile(file) as parts:
        return parts.read(name).decode()


def test_tools_of_a_folder_are_written_beside_one_another(source: Path, tmp_path: Path) -> None:
    for out in ("a", "b"):
        call_command("office_files", source, tmp_path / out, site="https://guide.example.org/", verbosity=0)
    made = sorted(path.relative_to(tmp_path / "a").as_posix() for path in (tmp_path / "a").rglob("*.od?"))
    assert made == ["tools/free.ods", "tools/free.odt", "tools/plan.ods", "tools/plan.odt", *WARNED]
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in made)
    plan = tmp_path / "a/tools/plan.odt"
    assert 'xlink:href="https://guide.example.org/"' in read(plan, "content.xml")
    assert "<script" not in read(plan, "Pictures/1.svg")
    assert ">CC BY-SA 4.0<" in read(plan, "meta.xml")
    assert ">Attention<" in read(tmp_path / "a/tools/warned.odt", "content.xml")
    assert ">CC0 1.0<" in read(tmp_path / "a/tools/free.odt", "meta.xml")


def test_folder_is_not_written_into_itself(source: Path) -> None:
    with pytest.raises(CommandError):
        call_command("office_files", source, source / "out")
