"""Pictures put where one writes, in a real browser: from the toolbar, dropped, pasted; without a script, by a screen."""

import base64

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import album, factories
from tests.journeys.test_inserting import gone
from tests.journeys.test_toolbar import text
from wiki.actions import pictures
from wiki.models import Attachment, Page, Suggestion

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
WHERE = "/advice/first/-/suggest/"
FILE = {"name": "plan.png", "mimeType": "image/png", "buffer": album.png()}
END = "t => { t.focus(); t.setSelectionRange(t.value.length, t.value.length); }"
# What a browser gives of a file that is dropped, or of a picture that was copied.
GIVE = """(field, [kind, files, words]) => {
  const given = new DataTransfer();
  for (const [name, type, coded] of files) {
    const bytes = Uint8Array.from(atob(coded), (one) => one.charCodeAt(0));
    given.items.add(new File([bytes], name, { type }));
  }
  for (const [type, said] of Object.entries(words)) given.setData(type, said);
  const how = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...how, clipboardData: given })
    : new DragEvent("drop", { ...how, dataTransfer: given });
  return !field.dispatchEvent(event);
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def tab(open_tab, log_in) -> Tab:
    factories.guide()
    return begun(open_tab(), log_in, factories.person(name="Ada"))


def begun(tab: Tab, log_in, person) -> Tab:
    log_in(tab, person)
    tab.goto(WHERE)
    tab.locator("#ui-source").evaluate(END)
    return tab


def give(tab: Tab, kind: str, *files: tuple[str, str, bytes], **words: str) -> bool:
    """Whether the text left what was given to the browser."""
    coded = [[name, told, base64.b64encode(content).decode()] for name, told, content in files]
    named = {name.replace("_", "/"): said for name, said in words.items()}
    return tab.locator("#ui-source").evaluate(GIVE, [kind, coded, named])


def window(tab: Tab):
    return tab.get_by_role("dialog", name="Ajouter une image ou un fichier")


def put(tab: Tab, **fields: str) -> None:
    for name, value in fields.items():
        tab.locator(f"#ui-picturing-{name}").fill(value)
    tab.get_by_role("button", name="Insérer", exact=True).click()


def line() -> str:
    return f"![The plan](/{Attachment.objects.get().path})"


def test_picture_is_put_in_seen_reviewed_and_published(tab, open_tab, log_in):
    tab.get_by_role("button", name="Image ou fichier").click()
    tab.locator("#ui-picturing-file").set_input_files(FILE)
    expect(tab.locator("[data-seen]")).to_be_visible()
    put(tab, alt="The plan")
    gone(tab)
    assert text(tab).endswith(f"\n\n{line()}")
    pictures.check_for_a_while(None)
    tab.get_by_role("button", name="Aperçu").click()
    shown = tab.locator("[data-looked] img")
    expect(shown).to_have_attribute("alt", "The plan")
    assert shown.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") == 40
    tab.get_by_label("Pourquoi").fill("A plan helps.")
    tab.get_by_role("button", name="Envoyer en relecture").click()
    tab.wait_for_url("**/-/suggestions/*/")
    assert Attachment.objects.get().held
    decides = open_tab()
    log_in(decides, factories.moderator())
    decides.goto(tab.url)
    reviewed = decides.locator("main img[alt='The plan']").first
    assert reviewed.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") == 40
    decides.get_by_role("button", name="Accepter").first.click()
    expect(decides.get_by_role("status").first).to_be_visible()
    assert not Attachment.objects.get().held
    reader = open_tab()
    reader.goto("/advice/first/")
    expect(reader.locator("[data-page-body] img")).to_have_attribute("alt", "The plan")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_picture_that_is_dropped_or_pasted_asks_what_it_shows(tab, kind):
    assert give(tab, kind, ("plan.png", "image/png", album.png()))
    expect(tab.locator("#ui-picturing-alt")).to_be_focused()
    put(tab, alt="The plan")
    gone(tab)
    assert text(tab).endswith(line())


def test_several_pictures_come_one_after_the_other(tab):
    files = [
        (f"{name}.png", "image/png", album.png(album.halves(width, 20)))
        for name, width in (("a", 40), ("b", 50))
    ]
    assert give(tab, "drop", *files)
    put(tab, alt="One")
    expect(tab.locator("#ui-picturing-alt")).to_have_value("")
    put(tab, alt="Two")
    gone(tab)
    assert [words in text(tab) for words in ("![One](", "![Two](")] == [True, True]


def test_what_has_words_too_is_pasted_as_words(tab):
    picture = ("plan.png", "image/png", album.png())
    assert not give(tab, "paste", picture, text_plain="1\t2")
    assert give(tab, "paste", picture, text_html="<p>Some <b>words</b></p>", text_plain="Some words")
    gone(tab)
    assert text(tab).endswith("Some **words**")


def test_picture_without_description_is_asked_for_one_and_kept(tab, axe, console):
    give(tab, "drop", ("plan.png", "image/png", album.png()))
    put(tab)
    expect(tab.locator("#ui-picturing-alt")).to_have_attribute("aria-invalid", "true")
    expect(window(tab)).to_contain_text("Décrivez l’image")
    assert axe(tab) == []
    tab.get_by_label("Image décorative").check()
    put(tab, caption="How we meet")
    gone(tab)
    assert "<figcaption><p>How we meet</p></figcaption>" in text(tab)
    assert [said for said in console if "422" in said] == console
    console.clear()


def test_file_that_is_refused_says_why_and_nothing_is_lost(tab, console):
    give(tab, "drop", ("a.pdf", "application/pdf", b"%PDF-1.7"))
    expect(tab.locator("#ui-picturing-alt")).to_be_hidden()
    put(tab)
    expect(window(tab)).to_contain_text("n’accepte que des images")
    tab.keyboard.press("Escape")
    gone(tab)
    expect(tab.locator("#ui-source")).to_be_focused()
    assert [said for said in console if "403" in said] == console
    console.clear()


def test_file_that_cannot_be_sent_says_so(tab, console):
    tab.route("**/-/files/", lambda route: route.abort())
    give(tab, "drop", ("plan.png", "image/png", album.png()))
    put(tab, alt="The plan")
    expect(window(tab)).to_contain_text("n’a pas pu être envoyé")
    console.clear()


def test_whoever_may_upload_drops_documents(open_tab, log_in):
    factories.guide()
    tab = begun(open_tab(), log_in, factories.moderator())
    give(tab, "drop", ("a.pdf", "application/pdf", b"%PDF-1.7"))
    put(tab)
    gone(tab)
    assert text(tab).endswith('{% file src="/.gitbook/assets/a.pdf" %}')


@pytest.mark.drawn
def test_window_passes_axe(any_tab, log_in, axe):
    factories.guide()
    tab = begun(any_tab, log_in, factories.person())
    give(tab, "drop", ("plan.png", "image/png", album.png()))
    expect(tab.locator("[data-seen]")).to_be_visible()
    assert axe(tab) == []


def test_without_a_script_a_screen_takes_the_picture_and_says_what_to_write(open_tab, log_in):
    factories.guide()
    tab = open_tab(java_script_enabled=False)
    log_in(tab, factories.person())
    tab.goto(WHERE)
    tab.goto(tab.get_by_role("link", name="Images et fichiers").get_attribute("href"))
    tab.locator("input[type=file]").first.set_input_files(FILE)
    tab.get_by_role("button", name="Envoyer").first.click()
    told = tab.locator("li input[readonly]").input_value().replace("![]", "![The plan]")
    tab.goto(WHERE)
    field = tab.locator("#ui-source")
    field.fill(f"{field.input_value()}\n\n{told}\n")
    tab.get_by_label("Pourquoi").fill("A plan helps.")
    tab.get_by_role("button", name="Envoyer en relecture").click()
    made = Suggestion.objects.get()
    assert list(made.pictures.all()) == [Attachment.objects.get(held=True)]
    assert Page.objects.at("advice/first").get().source != made.difference.new
