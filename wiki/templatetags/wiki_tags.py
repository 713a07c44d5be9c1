"""What templates need of ours, and the only place where text is declared safe."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import escape
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings as conf
from django.template.context import Context
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from wiki import rules
from wiki.actions import labels
from wiki.models import Page, Thread
from wiki.models.page import gestures_of
from wiki.models.thread import Hold
from wiki.queries import people, queue, review, settings
from wiki.queries.search import Piece
from wiki.queries.tree import Listed
from wiki.queries.tree import Row as TreeRow
from wiki.text import blanks, highlight, permalinks
from wiki.text.anchor import Quote
from wiki.text.comparing.source import Row
from wiki.text.diff import Segment
from wiki.text.highlight import Passage

register = template.Library()

# What a save of the page moves on each of its threads, and nothing of it is drawn; `comments` are told apart.
_UNDRAWN = frozenset({"_state", "comments", "rows", "start", "end", "version", "newest"})

LONGEST, BEFORE_THE_CHANGE = 300, 80  # characters of what a thread quotes beside its page

_BLOCK = re.compile(r"<(?=(?:blockquote|br|li|ol|p|pre|ul)\b)")
_MARKS = {"added": "ins", "removed": "del"}
# What a parser of HTML, or an old one of scripts, would take for something else than a letter of a text.
_UNREADABLE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.filter
def stored(html: str, lang: str = "") -> SafeString:
    """HTML that the engine made and cleaned when it was written; with the blanks of a language, if said."""
    return mark_safe(spaced(html, lang))


@register.filter
def apart(html: str) -> str:
    """Stored HTML whose blocks do not run into one another once their tags are taken out."""
    return _BLOCK.sub(" <", html)


@register.filter
def tracked(html: str) -> SafeString:
    """What a comparison drew. Additions and removals, which eyes tell by a line and a colour, bear the word
    that the sheet says aloud before them; no author can write these two elements there."""
    for mark, said in (("ins", _("added:")), ("del", _("removed:"))):
        html = html.replace(f"<{mark}>", f'<{mark} data-spoken="{escape(said)}">')
    return mark_safe(html)


@register.filter
def with_permalinks(page: Page, passages: Iterable[Passage] = ()) -> SafeString:
    """The HTML of a page: passages marked, a link to each heading in the page's own language."""
    words = {heading["id"]: heading["text"] for heading in page.outline}
    with translation.override(page.lang if page.lang in dict(conf.LANGUAGES) else conf.LANGUAGE_CODE):
        name = _("Link to “{heading}”")
    drawn = permalinks.add(highlight.add(page.html, page.plain, passages), words, name)
    return mark_safe(spaced(drawn, page.lang))


@register.filter
def spaced(text: str, lang: str) -> str:
    """A text with the blanks of its language's typography."""
    return blanks.french(text) if lang.partition("-")[0] == "fr" else text


@register.filter
def drawn_from(thread: Thread) -> str:
    """All that a thread beside its page is drawn from: as long as it is the same, so is what is drawn.

    What threads and comments will be told one day is in it too: only what is known not to be drawn is left
    out.
    """
    is_compared = thread.place_state in (Hold.MOVED, Hold.DETACHED)
    newest = getattr(thread, "newest", None) if is_compared else None
    said = [(str(comment.author), _told_of(comment)) for comment in thread.comments]
    reader = translation.get_language(), timezone.get_current_timezone_name()
    return repr((reader, thread.page.path, newest, _told_of(thread), said))


def _told_of(it: object) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in vars(it).items() if name not in _UNDRAWN]


@register.filter
def changed_from(text: str, other: str) -> str:
    """Words that changed, from a little before the change where it stands far down a long quote."""
    same = sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))
    if max(len(text), len(other)) <= LONGEST or same <= BEFORE_THE_CHANGE:
        return text
    return f"… {text[text.rfind(' ', 0, same - BEFORE_THE_CHANGE) + 1 :]}"


@register.filter
def revision_address(page: Page, pk: int) -> str:
    """Where a revision of this page is read."""
    return page.revision_address(pk)


@register.filter
def profile_name(person: User) -> str:
    """The end of the address where somebody's profile stands."""
    return people.name_of(person)


@register.filter
def weight(count: int) -> str:
    """A number of bytes as people say it."""
    return labels.weight(count)


@register.filter
def gesture(page: Page, name: str) -> str:
    """The address of what is done to this page: `edit`, `new`, `move`…"""
    return f"{gestures_of(page.path or '')}{name}/"


@register.filter
def asked(quote: Quote) -> str:
    """Words of a page as an address asks about them."""
    return urlencode({"exact": quote.exact, "before": quote.prefix, "after": quote.suffix})


@register.simple_tag
def waiting_for(user: Any) -> review.Waits | None:
    """What waits for this person; nobody is asked of strangers."""
    return review.waiting_for(user) if user.is_authenticated else None


@register.simple_tag(takes_context=True)
def to_moderate(context: Context) -> int:
    """How much waits for those who moderate, of whom alone it is asked; where all of it was read, it is not
    counted again."""
    read = context.get("queue")
    if isinstance(read, queue.Queue) and context.get("within") is None:
        return len(read.every)
    return queue.count(context["user"])


@register.simple_tag
def may_invite(user: Any) -> bool:
    """Whether somebody may hand out links by which others make an account."""
    return rules.may(user, "invitation.make")


@register.simple_tag(takes_context=True)
def this_site(context: Context) -> settings.Site | SimpleLazyObject:
    """What the site says of itself: the menu brings it along; without a menu it is asked for when it is read.

    The frame of all screens names it `site`, over what allauth calls so: the host of the request.
    """
    told = getattr(context.get("menu"), "site", None)
    return told or SimpleLazyObject(settings.site)


@register.filter
def nested(listed: Iterable[Listed]) -> SafeString:
    """The items of lists within lists; a template takes ten times as long, which tells on 5,000 pages."""
    draft, drawn = f' <span class="chip">{escape(_("Draft"))}</span>', []
    late = f' <span class="chip warn">{escape(_("To be updated"))}</span>'
    for entry, opens, closes in listed:
        kind = ' class="away" rel="nofollow noopener"' if entry.is_link else ""
        drawn.append(f'<li><a href="{escape(entry.address)}"{kind}>{escape(entry.title)}</a>')
        drawn.append((draft if entry.is_draft else "") + (late if entry.is_late else ""))
        drawn.append("<ul>" if opens else "</li>")
        drawn.append("</ul></li>\n" * len(closes))
    return mark_safe("".join(drawn))


@register.simple_tag
def rows_of_the_tree(rows: Iterable[TreeRow]) -> SafeString:
    """The items of the tree of the guide, which stands on every page: see `nested`."""
    draft, below = f' <span class="chip">{escape(_("Draft"))}</span>', escape(_("Pages below"))
    drawn: list[str] = []
    for row in rows:
        entry, address = row.entry, escape(row.entry.address)
        if row.left_out:
            said = ngettext("%(number)s more page", "%(number)s more pages", row.left_out)
            told = escape(said % {"number": row.left_out})
            drawn.append(f'<li><a class="left-out" href="{address}">{told}</a>\n')
        else:
            hue = f' class="hue-{entry.hue}"' if row.is_top else ""
            here = ' aria-current="page"' if row.is_current else ""
            away = ' class="away" rel="nofollow noopener"' if entry.is_link else ""
            title = escape(entry.title)
            drawn.append(
                f'<li{hue}><a href="{address}"{here}{away}>{title}{draft if entry.is_draft else ""}</a>\n'
            )
            if row.has_children:
                opens = " open" if row.is_open else ""
                drawn.append(f'<details{opens}><summary aria-label="{below} {title}"></summary><ul>\n')
        if row.closes:
            drawn.append("</ul></details>" * len(row.closes) + "\n")
    return mark_safe("".join(drawn))


@register.filter
def told_apart(segments: Iterable[Segment]) -> SafeString:
    """What is the same, what was added and what was removed, in one text."""
    return tracked("".join(map(_told_apart, segments)))


@register.filter
def told_in_mail(segments: Iterable[Segment]) -> SafeString:
    """The same in a mail, where each mark bears its class."""
    return mark_safe("".join(_told_apart(one, ' class="{mark}"') for one in segments))


@register.filter
def told_plainly(segments: Iterable[Segment]) -> str:
    """The same without any mark but of letters: [-what was removed-], {+what was added+}."""
    signs = {"removed": "[-%s-]", "added": "{+%s+}"}
    return "".join(signs.get(segment.kind, "%s") % segment.text for segment in segments)


@register.filter
def set_in(text: str) -> str:
    """A text whose lines begin a little further to the right."""
    return "\n".join(f"  {line}" for line in text.splitlines())


def _told_apart(segment: Segment, told: str = "") -> str:
    mark = _MARKS.get(segment.kind)
    if not mark:
        return escape(segment.text)
    return f"<{mark}{told.format(mark=mark)}>{escape(segment.text)}</{mark}>"


@register.filter
def compared_lines(rows: Iterable[Row]) -> SafeString:
    """The rows of a table of lines, before and after; there may be thousands, and it is as with `nested`."""
    signs = {"same": ("", "")}
    for kind, sign, said in (("removed", "−", _("removed")), ("added", "+", _("added"))):
        signs[kind] = (f' class="{kind}"', f'<span class="visually-hidden">{escape(said)} </span>{sign}')
    return mark_safe(
        "".join(
            f"<tr{signs[kind][0]}><td>{number}</td><td>{signs[kind][1]}</td>"
            f"<td>{''.join(map(_told_apart, segments))}</td></tr>\n"
            for kind, number, segments in rows
        )
    )


@register.filter
def linked_data(told: dict[str, Any]) -> SafeString:
    """Facts for programs. A block of data is never run; nothing in it can end it, whatever a title says."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_UNREADABLE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.filter
def ago(moment: datetime) -> str:
    """How long ago that was, in one word of time."""
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter
def initials(name: object) -> str:
    """The first letters of the first and the last word of a name."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text that was found, what was asked for marked: escaped here, piece by piece."""
    return mark_safe(
        "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_marked else escape(piece.text)
            for piece in pieces
        )
    )
