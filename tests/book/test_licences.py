"""The licence that a book states itself, by its SPDX name."""

import pytest

from wiki.book.licences import is_statement, named, stated

TEXTS = {
    "SPDX-License-Identifier: CC-BY-SA-4.0": "CC-BY-SA-4.0",
    "Attribution-ShareAlike 4.0 International\n\n====": "CC-BY-SA-4.0",
    "Creative Commons Attribution\n4.0 International Public License": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-nc-sa/3.0/": "CC-BY-NC-SA-3.0",
    "https://creativecommons.org/licenses/by-nd/4.0/": "CC-BY-ND-4.0",
    "CC0 1.0 Universal": "CC0-1.0",
    "LICENCE OUVERTE 2.0/OPEN LICENCE 2.0": "etalab-2.0",
    "European Union Public Licence v. 1.2": "EUPL-1.2",
    "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19 November 2007": "AGPL-3.0",
    "GNU GENERAL PUBLIC LICENSE\n                       Version 2, June 1991": "GPL-2.0",
    "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3": "LGPL-3.0",
    "Apache License\n                           Version 2.0, January 2004": "Apache-2.0",
    "Mozilla Public License Version 2.0": "MPL-2.0",
    "MIT License\n\nCopyright (c) 2020": "MIT",
    "All rights reserved.": "",
    "": "",
}


@pytest.mark.parametrize("text", TEXTS)
def test_licence_is_named_by_its_text(text):
    assert stated(text) == TEXTS[text]


def test_licence_is_stated_in_a_file_of_that_name_at_the_root():
    names = [
        "LICENSE",
        "LICENCE.md",
        "license.txt",
        "COPYING",
        "Licence-fr.md",
        "a/LICENSE",
        "licensing.md",
        "README.md",
    ]
    assert [name for name in names if is_statement(name)] == names[:5]


def test_licence_is_found_in_linear_time():
    assert stated("neither the name of " * 20_000 + "European Union Public Licence " * 20_000) == ""


@pytest.mark.parametrize(
    ("spdx", "name", "address"),
    [
        ("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("etalab-2.0", "Licence Ouverte 2.0", "https://spdx.org/licenses/etalab-2.0.html"),
        ("Beerware", "Beerware", ""),
    ],
)
def test_licence_is_called_as_people_call_it(spdx, name, address):
    assert named(spdx) == (spdx, name, address)
