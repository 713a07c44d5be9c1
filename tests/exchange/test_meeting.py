"""A newer state of a book meets what was done here: it overwrites nothing, and tells of each."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.exchange import dumps
from tests.exchange.bringing import at
from tests.exchange.guide import LAST, guide
from wiki import rules
from wiki.actions import pages
from wiki.errors import BrokenBook, EditConflict
from wiki.exchange.importing import import_book
from wiki.exchange.remarks import sentence
from wiki.models import Page, PageRevision, Redirect

pytestmark = pytest.mark.django_db

BY = {"by": rules.SYSTEM}
MET = {
    "edited-here", "moved-here", "archived-here", "ordered-here", "gone-but-edited", "gone-but-parent", "path-taken",
}  # fmt: skip
NEW_WORDS = "# Lexique\n\ncommun : ressource partagée\nlicence : contrat\nusage : autre chose\n"
LISTED = LAST["SUMMARY.md"]


@pytest.fixture
def told(tmp_path):
    return guide(tmp_path / "guide.git")


@pytest.fixture
def bring(told):
    """Brings the guide in as it is told by now."""
    return lambda **options: import_book(str(told.write()), by=rules.SYSTEM, **options)


@pytest.fixture
def stood(bring):
    bring()


def go_on(told, bring, changes):
    """The guide goes on there: what its import tells of what it met here. Once is enough."""
    told.commit(changes)
    remarks = bring().remarks
    again = dumps.everything()
    assert bring().books == ()
    assert dumps.everything() == again
    return [sentence(remark) for remark in remarks if remark.kind in MET]


def edit(page, **words):
    pages.edit(page, **BY, base=page.version, **words)


def archive(page):
    pages.archive(page, **BY, base=page.version, reason="")


def move(page, parent, **where):
    pages.move(page, **BY, base=page.version, parent=parent, **where)


# ---- texts


def test_edit_here_stays_and_is_told(stood, told, bring):
    edit(at("annexes/lexique"), source="# Lexique\n\nÀ nous.\n")
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS}) == [
        "annexes/lexique.md was changed on both sides: the text of this site stays."
    ]
    assert at("annexes/lexique").source == "# Lexique\n\nÀ nous.\n"
    assert PageRevision.objects.filter(id=at("annexes/lexique").pk).count() == 3


def test_edit_here_of_what_did_not_change_there_stays_untold(stood, told, bring):
    edit(at("annexes/lexique"), source="# Lexique\n\nÀ nous.\n")
    assert go_on(told, bring, {"neuf.md": "# Neuf\n"}) == []
    assert (at("annexes/lexique").source, at("neuf").title) == ("# Lexique\n\nÀ nous.\n", "Neuf")


def test_same_edit_on_both_sides_is_none_to_tell(stood, told, bring):
    edit(at("annexes/lexique"), source=NEW_WORDS)
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS}) == []
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS + "Et plus.\n"}) == []
    assert at("annexes/lexique").source == NEW_WORDS + "Et plus.\n"


def test_edit_here_that_was_undone_lets_the_book_go_on(stood, told, bring):
    page = at("annexes/lexique")
    first = PageRevision.objects.get(id=page.pk, number=2)
    edit(page, source="# Lexique\n\nÀ nous.\n")
    pages.restore(page, **BY, base=page.version, revision=first)
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS}) == []
    assert at("annexes/lexique").source == NEW_WORDS


def test_edit_here_follows_its_file_that_was_renamed_there(stood, told, bring):
    edit(at("annexes/lexique"), source="# Lexique\n\nÀ nous.\n")
    moved = {"annexes/lexique.md": None, "annexes/mots.md": told.tree["annexes/lexique.md"]}
    assert go_on(told, bring, {**moved, "SUMMARY.md": LISTED.replace("lexique.md", "mots.md")}) == []
    assert (at("annexes/mots").source, at("annexes/mots").book_path) == (
        "# Lexique\n\nÀ nous.\n",
        "annexes/mots.md",
    )


# ---- places


def test_move_here_stays(stood, told, bring):
    move(at("annexes/lexique"), at("tutoriel"))
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS}) == []
    page = at("tutoriel/lexique")
    assert (page.parent, page.source) == (at("tutoriel"), NEW_WORDS)
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS + "Et plus.\n"}) == []
    assert at("tutoriel/lexique").parent == at("tutoriel")
    assert Redirect.objects.get(path="annexes/lexique").page == page


def test_move_on_both_sides_is_told(stood, told, bring):
    move(at("annexes/lexique"), at("tutoriel"))
    moved = {"annexes/lexique.md": None, "mots.md": told.tree["annexes/lexique.md"]}
    assert go_on(told, bring, {**moved, "SUMMARY.md": LISTED.replace("annexes/lexique.md", "mots.md")}) == [
        "mots.md was moved on both sides: its place on this site stays."
    ]
    assert (at("tutoriel/lexique").book_path, Page.objects.at("mots").count()) == ("mots.md", 0)


def test_move_here_of_a_page_leaves_its_children_where_their_book_has_them(stood, told, bring):
    move(at("tutoriel"), at("annexes"))
    assert sorted(page.path for page in at("annexes/tutoriel").children.all()) == [
        "annexes/tutoriel/cache",
        "annexes/tutoriel/choisir",
    ]
    assert go_on(told, bring, {"tutoriel/neuf.md": "# Neuf\n"}) == []
    assert at("tutoriel/neuf").parent == at("annexes/tutoriel")


def test_address_taken_here_since_makes_a_page_that_comes_step_aside(stood, told, bring):
    factories.page(at(""), "neuf")
    assert go_on(told, bring, {"neuf.md": "# Neuf\n"}) == [
        "neuf.md: its address is taken, the page stands at /neuf-1/."
    ]
    assert (at("neuf").book, at("neuf-1").book_path) == (None, "neuf.md")


def test_title_changed_here_stays(stood, told, bring):
    page = at("annexes/lexique")
    pages.rename(page, **BY, base=page.version, title="Nos mots")
    assert go_on(told, bring, {"SUMMARY.md": LISTED.replace("[Lexique]", "[Le lexique]")}) == []
    assert (at("annexes/lexique").title, at("annexes/lexique").nav_title) == ("Nos mots", "Le lexique")


def test_title_in_the_menu_changed_on_both_sides_is_told(stood, told, bring):
    page = at("annexes/lexique")
    pages.rename(page, **BY, base=page.version, nav_title="Mots")
    assert go_on(told, bring, {"SUMMARY.md": LISTED.replace("[Lexique]", "[Le lexique]")}) == [
        "annexes/lexique.md was moved on both sides: its place on this site stays."
    ]
    assert at("annexes/lexique").nav_title == "Mots"


def test_order_set_here_stays_and_is_told(stood, told, bring):
    home = at("")
    order = list(home.children.order_by("position").exclude(state="archived"))
    pages.reorder(home, **BY, order=[page.pk for page in order[::-1]])
    (said,) = go_on(
        told,
        bring,
        {"SUMMARY.md": LISTED.replace("* [Dépôt]", "* [Neuf](neuf.md)\n* [Dépôt]"), "neuf.md": "# N\n"},
    )
    assert said == "README.md: the pages below it were put in order here, which stays."
    titles = [page.title for page in home.children.order_by("position").exclude(state="archived")]
    assert titles == ["Déjà vu", "API", "Dépôt", "Annexes", "N", "Tutoriel"]


def test_pages_made_here_stay_beside_those_they_follow(stood, told, bring):
    made = factories.page(at("tutoriel"), "a-nous")
    swapped = "* [Lexique](annexes/lexique.md)\n* [Tutoriel](tutoriel/README.md)\n  * [Choisir](tutoriel/choisir.md)\n"
    assert go_on(told, bring, {"SUMMARY.md": swapped}) == []
    made.refresh_from_db()
    assert (made.parent.path, made.path, made.version) == ("tutoriel", "tutoriel/a-nous", 0)
    assert [page.title for page in at("tutoriel").children.order_by("position")] == [
        "Choisir",
        "Caché",
        "A-nous",
    ]


# ---- ends


def test_archived_here_stays_so_and_is_told_when_it_changed_there(stood, told, bring):
    archive(at("annexes/lexique"))
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS}) == [
        "annexes/lexique.md was archived here and changed there: it stays archived."
    ]
    assert Page.objects.at("annexes/lexique").count() == 0


def test_archived_here_stays_so_when_its_file_is_renamed_there(stood, told, bring):
    archive(at("annexes/lexique"))
    renamed = {"annexes/lexique.md": None, "annexes/mots.md": told.tree["annexes/lexique.md"]}
    assert go_on(told, bring, {**renamed, "SUMMARY.md": LISTED.replace("lexique.md", "mots.md")}) == []
    assert list(Page.objects.filter(book_path="annexes/mots.md").values_list("state", flat=True)) == [
        "archived"
    ]


def test_page_that_comes_below_one_archived_here_hangs_from_the_nearest_that_lives(stood, told, bring):
    archive(at("tutoriel"))
    assert go_on(told, bring, {"tutoriel/neuf.md": "# Neuf\n"}) == []
    assert (at("tutoriel/neuf").parent, at("tutoriel/neuf").listed) == (at(""), False)


def test_deleted_there_and_edited_here_stays_and_is_told(stood, told, bring):
    edit(at("annexes/lexique"), source="# Lexique\n\nÀ nous.\n")
    assert go_on(told, bring, {"annexes/lexique.md": None}) == [
        "annexes/lexique.md was deleted there and changed here: it stays.",
    ]
    assert at("annexes/lexique").source == "# Lexique\n\nÀ nous.\n"


def test_deleted_there_with_pages_of_ours_below_stays_and_is_told(stood, told, bring):
    factories.page(at("vieille"), "a-nous")
    assert go_on(told, bring, {"vieille.md": None}) == [
        "vieille.md was deleted there but pages stand below it here: it stays."
    ]
    assert at("vieille/a-nous").parent == at("vieille")


def test_links_lead_still_to_a_page_that_was_deleted_there_and_stays(stood, told, bring):
    edit(at("annexes/lexique"), source="# Lexique\n\nÀ nous.\n")
    told.commit({"annexes/lexique.md": None, "neuf.md": "# Neuf\n\n[mots](annexes/lexique.md)\n"})
    bring()
    assert [link["url"] for link in at("neuf").links] == ["/annexes/lexique/"]


def test_address_of_a_page_that_stays_is_not_given_to_another(stood, told, bring):
    edit(at("api-1"), source="# À nous\n")
    news = {"api/README.md": None, "api-1.md": "# Tout autre chose, sans rapport aucun\n\nRien de commun.\n"}
    assert go_on(told, bring, news) == [
        "api-1.md: its address is taken, the page stands at /api-1-1/.",
        "api/README.md was deleted there and changed here: it stays.",
    ]
    assert (at("api-1").title, at("api-1-1").book_path) == ("À nous", "api-1.md")


def test_brought_back_here_after_its_book_deleted_it_stays(stood, told, bring):
    go_on(told, bring, {"vieille.md": None})
    page = Page.objects.get(book_path="vieille.md")
    pages.unarchive(page, **BY, base=page.version, reason="")
    assert go_on(told, bring, {"neuf.md": "# Neuf\n"}) == []
    assert at("vieille").title == "Déjà vu"


def test_taken_back_to_a_draft_here_stays_so_and_keeps_its_drawing(stood, told, bring):
    page = at("annexes/lexique")
    pages.unpublish(page, **BY, base=page.version)
    assert go_on(told, bring, {"annexes/lexique.md": NEW_WORDS}) == []
    page = at("annexes/lexique")
    assert (page.state, page.source, "autre chose" in page.html) == ("draft", NEW_WORDS, True)
    assert go_on(told, bring, {"neuf.md": "# Neuf\n\n[mots](annexes/lexique.md)\n"}) == []
    assert [link["kind"] for link in at("neuf").links] == ["broken"]


# ---- meanwhile


def test_page_moved_while_the_book_is_read_stops_the_import(stood, told, bring):
    told.commit({"neuf.md": "# Neuf\n"})

    def move_meanwhile(stage, done, total):
        if stage == "pages" and done == total:
            move(at("annexes/lexique"), at("tutoriel"))

    with pytest.raises(
        BrokenBook, match="^Pages came, went or moved while the book was read: import it again"
    ):
        bring(progress=move_meanwhile)
    assert Page.objects.at("neuf").count() == 0
    bring()
    assert (at("neuf").title, at("tutoriel/lexique").book_path) == ("Neuf", "annexes/lexique.md")


def test_page_edited_while_its_newer_text_is_read_stops_the_import(stood, told, bring):
    told.commit({"annexes/lexique.md": NEW_WORDS})

    def edit_meanwhile(stage, done, total):
        if stage == "pages" and done == total:
            edit(at("annexes/lexique"), source="# Lexique\n\nÀ nous.\n")

    with pytest.raises(EditConflict):
        bring(progress=edit_meanwhile)
    assert at("annexes/lexique").source == "# Lexique\n\nÀ nous.\n"


def test_pages_of_others_that_lead_to_what_came_are_drawn_again(bring, django_capture_on_commit_callbacks):
    root = factories.home()
    leading = factories.page(root, "ailleurs", source="# Ailleurs\n\n[mots](/guide/annexes/lexique/)\n")
    factories.page(root, "autre", source="# Autre\n\n[ici](/ailleurs/)\n")
    with django_capture_on_commit_callbacks() as called:
        bring(at="guide")
    DBTaskResult.objects.all().delete()
    for call in called:
        call()
    asked = [task.args_kwargs["args"] for task in DBTaskResult.objects.filter(task_path__endswith="_refresh")]
    assert [[], [leading.pk]] in asked
    assert [pages for paths, pages in asked if not paths] == [[leading.pk]]
