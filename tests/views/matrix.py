"""SECURITY's matrix of permissions as the tests read it: each row, each actor, and what comes with later work."""

from __future__ import annotations

import re
from typing import NamedTuple

# AN anonymous, UV address not verified, CO contributor, TC trusted contributor, RE referent, MO moderator,
# AD admin, BA banned while logged in.
ACTORS = ("AN", "UV", "CO", "TC", "RE", "MO", "AD", "BA")
MATRIX = """
1 | A|A|A|A|A|A|A|A | view published page, TOC, search it
2 | D404|D404|D404|D404|A|A|A|D404 | view unpublished / draft page (URL guess, search, sitemap, feed, TOC, export, `prev/next`)
3 | —|O|O|O|O|A|A|D | view own draft
4 | A|A|A|A|A|A|A|A | view page history, diff, old revision (published page)
5 | D404|D404|D404|D404|D404|A|A|D404 | view hidden (suppressed) revision, its diff, its author/summary
6 | A|A|A|A|A|A|A|A | view raw Markdown of published page
7 | D|D|R|R|A|A|A|D | comment (anchored quote)
8 | D|D|R|R|A|A|A|D | reply in a thread
9 | D|D|D404|D404|A|A|A|D | comment on unpublished page / on hidden comment (by id)
10 | —|D|O|O|O|O|O|D | edit own comment
11 | D|D|D|D|D|D|D|D | edit someone else's comment
12 | —|D|O|O|O|O|A|D | delete own comment (with replies → tombstone)
13 | D|D|D|D|D|A (soft)|A|D | delete other's comment
14 | D|D|O (thread author)|O (thread author)|A|A|A|D | resolve / reopen thread
15 | D|D|R|R|A|A|A|D | support / object
16 | D|D|R|R|A|A|A|D | suggest an edit
17 | A|A|A|A|A|A|A|A | view open suggestions
18 | —|D|O|O|O|O|O|D | edit / withdraw own suggestion
19 | D|D|D|D|D (decline)|D (decline)|D (decline)|D | withdraw other's suggestion
20 | —|D|D|D|D*|D*|D*|D | accept / decline own suggestion
21 | D|D|D|D|A|A|A|D | accept / decline others' suggestion
22 | —|—|—|—|A after merge else 409|A after merge else 409|same|D | accept when the base is stale
23 | D|D|D|R†|A|A|A|D | edit page directly
24 | D|D|D|D|A|A|A|D | edit protected / locked page
25 | D|D|D|R†|A|A|A|D | restore old revision (creates a new one)
26 | D|D|D|D|D|A|A|D | hide / unhide a revision
27 | D|D|D|R†|A|A|A|D | create page
28 | D|D|D|D|A|A|A|D | move / rename (redirect kept)
29 | D|D|D|D|A|A|A|D | publish / back to draft
30 | D|D|D|D|A|A|A|D | archive page
31 | D|D|D|D|A|A|A|D | restore archived page
32 | D|D|D|D|D|D|A|D | purge for ever
33 | D|D|D|R†|A|A|A|D | upload attachment
34 | A|A|A|A|A|A|A|A | download attachment of published page
35 | D404|D404|D404|D404|A|A|A|D404 | download attachment of unpublished/deleted page, or orphan (URL known)
36 | D|D|D|O†|A|A|A|D | replace / delete attachment
37 | D‡|D|R|R|R|A|A|D | flag / report
38 | D|D|D|D|D|A|A|D | see flags and moderation queue
39 | D|D|D|D|D|A|A|D | hide / unhide content
40 | D|D|D|D|D|A|A|D | ban / unban CO, TC
41 | D|D|D|D|D|D|A (not the last admin, not self)|D | ban MO / AD; ban oneself
42 | D|D|D|D|D|A|A|D | grant / remove TC
43 | D|D|D|D|D|D|A|D | grant / remove MO, AD, is_staff, groups, user_permissions
44 | D|D|D|D|D|D (IP hash only)|A|D | see e-mail addresses, IPs of others
45 | —|O|O|O|O|O|O|O | see own e-mail, sessions, export own data
46 | —|O|O|O|O|O|O (not last admin)|O | erase own account
47 | —|O|O|O|O|O|O|D (password, export, erase only) | change own name / e-mail / password
48 | A|A|A|A|A|A|A|A | read someone's profile: public contributions
49 | D|D|D|D|D|A|A|D | list all accounts
50 | A by e-mail, double opt-in (pages, sections, site)|D|A|A|A|A|A|D | subscribe / notifications (page, thread)
51 | A|A|A|A|A|A|A|A | export one page (Markdown/PDF)
52 | A|A|A|A|A|A|A|A | take away everything published (Git, zip, with history)
53 | D|D|D|D|D|D|A|D | import (Git, archive), preview import
54 | D|D|D|D|D|D|A|D | site settings, theme
55 | D|D|D|D|D|A (limited models)|A|D | enter /admin/
56 | D|D|D|D|D|A without network addresses|A|D | audit log read
57 | D|D|D|D|D|D|D|D | audit log change/delete
58 | D|D|D|D|D|D|view|D | simple-history tables through admin (revert, delete)
59 | —|D|O|O|O|O|O|D | API tokens (if any)
60 | D|D|D|D|D|D|shell only|D | maintenance: backup, restore, rebuild index
61 | D|D|D|D|A|D|A|D | edit a section's charter
62 | D|D|R|R|A|A|A|D | tell a reuse
63 | R|R|R|R|R|R|R|D | page feedback
"""
# Rows whose deed comes with later work, and the word by which its address or its model will be known here.
LATER_ROWS = {
    51: ("take away", r"pdf|epub|document"),
    52: ("take away", r"take-away|archive-of|git|zip"),
    59: ("interface for programs", r"token|api"),
}


class Cell(NamedTuple):
    row: int
    who: str
    said: str  # as the document says it

    @property
    def later(self) -> str:
        """The work with which it comes, if that is not done yet."""
        return LATER_ROWS[self.row][0] if self.row in LATER_ROWS else ""

    @property
    def letter(self) -> str:
        """What it comes to by the default charter: A allow, O one's own alone, D deny."""
        said = self.said.split()[0]
        if said[-1:] in "†*" or said == "—" or said.startswith(("D", "shell")):
            return "D"
        return "A" if said in ("A", "R", "view", "same") else "O"


def _read(text: str) -> dict[int, dict[str, str]]:
    lines = [re.split(r" \| ", line, maxsplit=2) for line in text.strip().splitlines()]
    return {int(number): dict(zip(ACTORS, cells.split("|"), strict=True)) for number, cells, _deed in lines}


def told_by(document: str) -> list[str]:
    """The lines of the table in the document, written like ours."""
    found = []
    for line in document.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) >= 10 and cells[0].isdigit():
            found.append(f"{cells[0]} | {'|'.join(cells[2:10])} | {cells[1]}")
    return found


ROWS = _read(MATRIX)
CELLS = [Cell(row, who, said) for row, cells in ROWS.items() for who, said in cells.items()]
