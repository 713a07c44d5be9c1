"""Licences by their SPDX names: what people call them, where they are read, which one a book states."""

from __future__ import annotations

import re
from typing import NamedTuple

DEFAULT = "CC-BY-SA-4.0"


class Licence(NamedTuple):
    """A licence as readers meet it; without address when all that is known of it is its SPDX name."""

    spdx: str
    name: str
    address: str = ""


# What a guide may be published under: free licences, and dedications to the public.
KNOWN = (
    Licence(DEFAULT, "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    Licence("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Licence("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    Licence("etalab-2.0", "Licence Ouverte 2.0", "https://spdx.org/licenses/etalab-2.0.html"),
    Licence("ODbL-1.0", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    Licence("GFDL-1.3-or-later", "GNU FDL 1.3", "https://www.gnu.org/licenses/fdl-1.3.html"),
    Licence("LAL-1.3", "Licence Art Libre 1.3", "https://artlibre.org/"),
    Licence("EUPL-1.2", "EUPL 1.2", "https://spdx.org/licenses/EUPL-1.2.html"),
)

_STATEMENT = re.compile(r"(?:licen[cs]e|copying)(?:[-_.][\w.-]*)?", re.I)
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([A-Za-z0-9][\w.+-]*)")
# The first that is found names the licence: the longer names come before those they contain.
_NAMES = (
    ("CC0-1.0", r"\bCC0\b|creativecommons\.org/publicdomain/zero/1\.0"),
    ("CC-BY-NC-SA-{}", r"creativecommons\.org/licenses/by-nc-sa/(\d\.\d)"),
    ("CC-BY-NC-ND-{}", r"creativecommons\.org/licenses/by-nc-nd/(\d\.\d)"),
    ("CC-BY-NC-{}", r"creativecommons\.org/licenses/by-nc/(\d\.\d)"),
    ("CC-BY-ND-{}", r"creativecommons\.org/licenses/by-nd/(\d\.\d)"),
    (
        "CC-BY-SA-{}",
        r"creativecommons\.org/licenses/by-sa/(\d\.\d)"
        r"|Attribution-ShareAlike (\d\.\d)|CC[ -]BY-SA[ -](\d\.\d)",
    ),
    (
        "CC-BY-{}",
        r"creativecommons\.org/licenses/by/(\d\.\d)"
        r"|Creative Commons Attribution (\d\.\d)|CC[ -]BY[ -](\d\.\d)",
    ),
    ("etalab-2.0", r"(?:licence ouverte|open licence)[^\n]{0,30}2\.0"),
    ("EUPL-1.2", r"European Union Public Licence[^\0]{0,80}1\.2|\bEUPL[ -]v?\.?\s?1\.2"),
    ("AGPL-3.0", r"GNU Affero General Public License\s+version 3"),
    ("LGPL-{}.0", r"GNU Lesser General Public License\s+version (\d)"),
    ("GPL-{}.0", r"GNU General Public License\s+version (\d)"),
    ("Apache-2.0", r"Apache License,?\s+version 2\.0"),
    ("MPL-2.0", r"Mozilla Public License,?\s+v(?:ersion|\.) ?2\.0"),
    ("BSD-3-Clause", r"neither the name of[^\0]{0,200}endorse or promote"),
    ("MIT", r"\bMIT License\b|Permission is hereby granted, free of charge, to any person obtaining a copy"),
)
_FOUND = tuple((name, re.compile(pattern.replace(" ", r"\s+"), re.I)) for name, pattern in _NAMES)


def is_statement(file: str) -> bool:
    """Whether a file at the root is where a licence is stated: LICENSE, LICENCE.md, COPYING…"""
    return "/" not in file and _STATEMENT.fullmatch(file) is not None


def stated(text: str) -> str:
    """The SPDX name of the licence that a text is or names; empty when it is not known."""
    told = _SPDX.search(text)
    if told:
        return told[1]
    for name, pattern in _FOUND:
        found = pattern.search(text)
        if found:
            number = next((group for group in found.groups() if group), "")
            return name.format(number)
    return ""


def named(spdx: str) -> Licence:
    """The licence of this name; one that we do not know is called by its SPDX name alone."""
    return next((licence for licence in KNOWN if licence.spdx == spdx), Licence(spdx, spdx))
