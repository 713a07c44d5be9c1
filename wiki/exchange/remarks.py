"""What a book held that was not understood, in sentences for whoever reads it in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wiki.book.tree import Remark


def sentence(remark: Remark) -> str:
    """The remark as a person says it, with the file it is about."""
    return _SAID[remark.kind]() % {"file": remark.file, "detail": remark.detail}


_SAID = {
    "configuration-unread": lambda: _("%(file)s cannot be read and is left aside: %(detail)s"),
    "root-outside": lambda: _("%(file)s names a root outside of the folder (%(detail)s): it is ignored."),
    "same-name": lambda: _("%(file)s: another file has this name, with its accents written otherwise."),
    "no-summary": lambda: _("%(file)s is absent: the contents follow the folders."),
    "missing-page": lambda: _("%(file)s lists %(detail)s, which does not exist."),
    "listed-twice": lambda: _("%(file)s lists %(detail)s twice: the first entry owns the page."),
    "not-utf-8": lambda: _("%(file)s is not in UTF-8: it is read as %(detail)s."),
    "front-matter-unread": lambda: _("%(file)s: its front matter is kept but not read (%(detail)s)."),
    "path-taken": lambda: _("%(file)s: its address is taken, the page stands at /%(detail)s/."),
    "path-reserved": lambda: _(
        "%(file)s: the site keeps its address for itself, the page stands at /%(detail)s/."
    ),
}
