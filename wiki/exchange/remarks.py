"""What a book held that was not understood, in sentences for whoever reads it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wiki.book.tree import Remark
from wiki.exchange.sources import shown

_LONGEST = 1000  # characters that are told of a file or of what is wrong in it


def sentence(remark: Remark) -> str:
    """The remark as a person says it, with the file it is about, and the line where there is one."""
    return _SAID[remark.kind]() % {"file": _where(remark), "detail": shown(remark.detail, _LONGEST)}


def kept(remark: Remark) -> dict[str, Any]:
    """The remark as the book's record keeps it: in no language yet."""
    detail = shown(remark.detail, _LONGEST)
    return {"kind": remark.kind, "file": shown(remark.file, _LONGEST), "detail": detail, "line": remark.line}


def told(record: Mapping[str, Any]) -> str:
    """A remark of a book's record, as a sentence."""
    return sentence(Remark(**record))


def _where(remark: Remark) -> str:
    if not remark.line:
        return shown(remark.file, _LONGEST)
    return _("%(file)s, line %(line)d") % {"file": shown(remark.file, _LONGEST), "line": remark.line}


_SAID = {
    # What a file or the contents hold.
    "configuration-unread": lambda: _("%(file)s cannot be read and is left aside: %(detail)s"),
    "root-outside": lambda: _("%(file)s names a root outside of the folder: %(detail)s"),
    "outside-root": lambda: _("%(file)s names a file outside of the book: %(detail)s"),
    "names-itself": lambda: _("%(file)s lists itself."),
    "yaml-alias": lambda: _("%(file)s: its YAML holds an alias (*%(detail)s), which is not read."),
    "yaml-tag": lambda: _("%(file)s: its YAML holds a tag (%(detail)s), which is not read."),
    "yaml-deep": lambda: _("%(file)s: its YAML has more than %(detail)s levels."),
    "yaml-large": lambda: _("%(file)s: its YAML holds more than %(detail)s KB."),
    "same-name": lambda: _("%(file)s: another file has this name, with its accents written otherwise."),
    "same-but-case": lambda: _("%(file)s: another file has this name but for capitals (%(detail)s)."),
    "no-summary": lambda: _("%(file)s is absent: the contents follow the folders."),
    "missing-page": lambda: _("%(file)s: the page %(detail)s does not exist."),
    "listed-twice": lambda: _("%(file)s: %(detail)s is listed twice, the first entry owns the page."),
    "entry-kept-raw": lambda: _("%(file)s: this entry (%(detail)s) is kept as it is and shown as a label."),
    "not-utf-8": lambda: _("%(file)s is not in UTF-8: it is read as %(detail)s."),
    "front-matter-unread": lambda: _("%(file)s: its front matter is kept but not read (%(detail)s)."),
    "characters-broken": lambda: _(
        "%(file)s: its characters were broken on their way; “--repair” mends them."
    ),
    "characters-mended": lambda: _("%(file)s: its characters were broken on their way; they are mended."),
    "content-missing": lambda: _("%(file)s: its content is absent from this copy of the repository."),
    # What stands where it was not asked to.
    "path-taken": lambda: _("%(file)s: its address is taken, the page stands at /%(detail)s/."),
    "path-reserved": lambda: _(
        "%(file)s: the site keeps its address for itself, the page stands at /%(detail)s/."
    ),
    "path-too-long": lambda: _("%(file)s: its address was cut, the page stands at /%(detail)s/."),
    "title-cut": lambda: _("%(file)s: its title is too long and is cut in menus and lists."),
    "link-left-out": lambda: _("%(file)s: this entry leads to no address of the web: %(detail)s"),
    "redirect-lost": lambda: _("%(file)s: a redirect leads to nothing that exists: %(detail)s"),
    # What git holds that is not a file.
    "symbolic-link": lambda: _("%(file)s is a symbolic link: it is kept as it is and not followed."),
    "submodule": lambda: _("%(file)s is a submodule: it is left out."),
    "name-not-utf-8": lambda: _("%(file)s: its name is not in UTF-8, it was read otherwise."),
    "revision-unread": lambda: _("%(file)s: its state at commit %(detail)s is not a text and is left out."),
    # What an export leaves out, or as it was.
    "file-out-of-sight": lambda: _("%(file)s is shown by no page that goes out: it is left out."),
    "content-left-out": lambda: _("%(file)s: its content is absent from this site: the file is left out."),
    "header-kept": lambda: _("%(file)s: its front matter cannot be changed, it stays as it was."),
    "book-apart": lambda: _(
        "%(file)s stands at %(detail)s: it is a book of its own, to be exported from there."
    ),
    # What a newer state of the book met here.
    "edited-here": lambda: _("%(file)s was changed on both sides: the text of this site stays."),
    "moved-here": lambda: _("%(file)s was moved on both sides: its place on this site stays."),
    "archived-here": lambda: _("%(file)s was archived here and changed there: it stays archived."),
    "ordered-here": lambda: _("%(file)s: the pages below it were put in order here, which stays."),
    "upload-aside": lambda: _("%(file)s was uploaded here with other bytes: those are now %(detail)s."),
    "gone-but-edited": lambda: _("%(file)s was deleted there and changed here: it stays."),
    "gone-but-parent": lambda: _("%(file)s was deleted there but pages stand below it here: it stays."),
}
