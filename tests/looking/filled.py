"""Each tool of a guide, filled in as a new user would: `python -m tests.looking.filled FOLDER [GUIDE]`.

A site is made of the guide (the starter guide by default). Every page that offers something to fill in is opened in
Chromium: its questions are answered as the example that the page itself tells, its tasks are ticked, its note says
whence the answers come. Then it is printed to PDF, taken at 1280 and 390 px, and its files are brought along: those
to fill in offline, and those that hold the answers just given. A tool that one writes in is filled in as an ODT too,
with the words of that example; LibreOffice, where it is installed, makes PDF of all office files.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element

import django
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.looking import sites
from wiki.exchange.office.origin import Origin
from wiki.exchange.office.texts import text
from wiki.text import blanks
from wiki.text.links import Target
from wiki.text.render import render
from wiki.text.tools import classes, code, model, read, words

_EXAMPLE = "Exemple rempli"
WIDTHS = {"screen": (1280, 900), "phone": (390, 844)}
PATHS = (
    """() => [...document.querySelectorAll("main a[href^='/']")].map((link) => link.getAttribute("href"))"""
)
# What the example of a page answers: a table of numbered answers, or the notes that a picture tells in words.
TOLD = """() => {
  for (const table of document.querySelectorAll("[data-page-body] table")) {
    const [head, ...rows] = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
    const place = head.indexOf("Réponse");
    if (place > 0 && head[0] === "N°") return rows.map((row) => row[place]);
  }
  const drawn = [...document.querySelectorAll("[data-page-body] img")].map((picture) => picture.alt);
  return drawn.find((said) => /exemple/i.test(said))?.match(/\\b\\d\\b/g) ?? [];
}"""


def fill_in(tab: Page) -> int:
    """Answer the questions and tick the tasks of a page; how many of them."""
    groups: dict[str, list[str]] = {}
    for radio in tab.locator("[data-page-body] .gb-score input").all():
        groups.setdefault(radio.get_attribute("name") or "", []).append(
            radio.evaluate("radio => radio.answer")
        )
    told: list[str] = tab.evaluate(TOLD)
    for number, (name, answers) in enumerate(groups.items()):
        said = told[number] if number < len(told) else ""
        chosen = (
            answers.index(said) if said in answers else int(said) if said.isdigit() else len(answers) // 2
        )
        tab.locator(f"input[name='{name}']").nth(chosen).check()
    if groups:
        source = "l’exemple de la page" if told else "la réponse du milieu, partout"
        tab.locator("[data-score-note]").fill(f"Réponses : {source}.")
    boxes = tab.locator("[data-page-body] .gb-task input:enabled")
    for box in boxes.all():
        if box.is_visible():
            box.check()
    return len(groups) + boxes.count()


def take(browser: Browser, address: str, path: str, folder: Path) -> str:
    """Fill in the page at this path in windows of both widths; print it, and bring its files along."""
    name = path.strip("/").rpartition("/")[2]
    done = 0
    for window, (width, height) in WIDTHS.items():
        tab = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        tab.goto(address + path)
        done = fill_in(tab)
        tab.screenshot(path=folder / f"{name}.{window}.png", full_page=True)
        if window == "screen":
            tab.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, tagged=True, outline=True)
            _bring(tab, name, folder)
        tab.close()
    return f"{path} {done} answers and ticks"


def _bring(tab: Page, name: str, folder: Path) -> None:
    offered = tab.locator(".fill-in a")
    answered = tab.locator("[data-score-take]:visible, [data-sifting-take]:visible")
    for kind, buttons in (("vierge", offered), ("rempli", answered)):
        for button in buttons.all():
            with tab.expect_download() as taken:
                button.click()
            ending = taken.value.suggested_filename.rpartition(".")[2]
            taken.value.save_as(folder / f"{name}.{kind}.{ending}")


def examples(guide: Path, folder: Path) -> None:
    """The example of each tool as the file of whoever filled it in: its models are documents, its tables tables."""
    for path in sorted(guide.rglob("*.md")):
        source = path.read_text("utf-8").partition("\n---\n")[2]
        page = render(source, resolve=lambda destination: Target("external", destination))
        title, parts = "", []
        for element in read(blanks.french(page.html)):
            if element.tag == "h2":
                title = words(element)
            elif title.startswith(_EXAMPLE):
                parts.append((title, element))
        if not parts:
            continue
        told = Origin(parts[0][0], "", "fr", "", page.title, "", "CC0 1.0", None)
        with translation.override("fr"):
            made = text(told, [_opened(element for _title, element in parts)])
        folder.joinpath(f"{path.stem}.exemple.odt").write_bytes(made)


def _opened(elements: Iterable[Element]) -> list[Element]:
    """The same, with each model as the document that it is."""
    opened: list[Element] = []
    for element in elements:
        opened += model(*code(element)) if "gb-code" in classes(element) else [element]
    return opened


def _to_pdf(folder: Path) -> None:
    program = shutil.which("soffice")
    files = [str(path) for path in sorted(folder.glob("*.od?"))]
    for path in files if program else ():
        target = folder / "office"
        done = [str(program), "--headless", "--convert-to", "pdf", "--outdir", str(target), path]
        subprocess.run(done, check=True, capture_output=True)
        made = target / f"{Path(path).stem}.pdf"
        made.rename(target / f"{Path(path).name}.pdf")


def tools(browser: Browser, address: str) -> list[str]:
    """The paths of the pages that can be filled in, found by following the plan of the guide."""
    tab = browser.new_page()
    tab.goto(f"{address}/-/map/")
    paths = [path for path in dict.fromkeys(tab.evaluate(PATHS)) if re.fullmatch(r"/[^-#?][^#?]*/", path)]
    found = [path for path in paths if 'class="fill-in"' in tab.request.get(address + path).text()]
    tab.close()
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("guide", nargs="?", default=sites.STARTER)
    asked.add_argument("--only", default="", help="the last parts of paths, parted by commas")
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    only = {name for name in told.only.split(",") if name}
    with sites.imported(told.guide) as address, sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=chromium.found(),
            args=["--no-sandbox", "--disable-gpu", "--lang=fr"],
        )
        for path in tools(browser, address):
            if not only or path.strip("/").rpartition("/")[2] in only:
                sys.stdout.write(f"{take(browser, address, path, told.folder)}\n")
        browser.close()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communs.settings")
    django.setup()
    examples(Path(told.guide), told.folder)
    _to_pdf(told.folder)


if __name__ == "__main__":
    main()
