"""Words and hosts of a list found in a text: whole words, folded; no pattern of anybody's is ever run."""

from time import perf_counter

import pytest

from wiki.text.sieve import Found, Lists, entries, host, hosts, strain


def held(text, *words, before=""):
    found = strain(Lists(held=words), text, before)
    return found.entry if found else None


@pytest.mark.parametrize(
    ("entry", "text", "is_found"),
    [
        ("casino", "Un casino.", True),
        ("casino", "CASINO", True),
        ("Casinò", "un casino", True),
        ("casino", "casinos", False),  # whole words
        ("casino", "un cas ino", False),
        ("casino", "l’casino", True),
        ("casino", "le casino-hotel", True),
        ("casino", "ca\u200bsi\u00adno", True),  # invisible marks do not hide it
        ("casino", "ｃａｓｉｎｏ", True),  # nor letters of another width
        ("œuvre", "une oeuvre", True),
        ("argent facile", "de l’argent   facile !", True),
        ("argent facile", "argent, facile", True),
        ("argent facile", "argent très facile", False),
        ("argent facile", "facile argent", False),
        ("gagnez-vite", "gagnez vite", True),
        (".*", "anything at all", False),
        ("a|b", "a b", True),  # two words, and no pattern
        ("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaa!", False),
        ("!!!", "!!!", False),  # no word
        ("casino", "", False),
    ],
)
def test_word_is_found_whole_whatever_its_dress(entry, text, is_found):
    assert held(text, entry) == (entry if is_found else None)


def test_what_stood_there_before_is_nobodys_fault():
    assert held("casino here, and more", "casino", before="A casino here") is None
    assert held("casino casino", "casino", before="casino") == "casino"


def test_lists_are_asked_in_order_what_is_refused_first():
    lists = Lists(held=("one",), refused=("two",), known=("good.org",), blocked=("bad.org",))
    assert strain(lists, "one two //bad.org") == Found("two", is_host=False, is_refused=True)
    assert strain(lists, "one https://bad.org") == Found("bad.org", is_host=True, is_refused=True)
    assert strain(lists, "one https://other.org") == Found("one", is_host=False, is_refused=False)
    assert strain(lists, "see https://other.org") == Found("other.org", is_host=True, is_refused=False)
    assert strain(lists, "see https://www.good.org/a and https://sub.good.org") is None
    assert strain(Lists(), "one two https://bad.org") is None


def test_two_filters_hold_together():
    both = Lists(held=("one",), known=("a.org",)) + Lists(held=("two",), known=("b.org",))
    assert both == Lists(held=("one", "two"), known=("a.org", "b.org"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("See https://Example.org/a?b.", ("example.org",)),
        ("[x](https://www.example.org:8080/)", ("example.org",)),
        ("[x](//example.org)", ("example.org",)),
        ("<https://a:b@example.org>", ("example.org",)),
        ('<a href="http://example.org">', ("example.org",)),
        ("[x](http&#58;//example.org)", ("example.org",)),
        ("[x](https:/\\/example.org)", ("example.org",)),
        ("https://exämple.org https://xn--exmple-cua.org", ("xn--exmple-cua.org",)),
        ("a // b, c//d, [x](/page/), #one", ("",)),
        ("mailto:a@example.org", ()),
    ],
)
def test_hosts_of_a_text(source, found):
    assert tuple(one for one in hosts(source) if one) == tuple(one for one in found if one)


def test_host_as_people_paste_it():
    asked = ("https://www.Example.org/x", "example.org.", "  example.org ", "user@example.org:80")
    assert {host(one) for one in asked} == {"example.org"}
    assert host("a" * 70 + ".org") == "a" * 70 + ".org"  # no name of a host, and compared all the same


def test_below_a_host_is_of_it_and_a_longer_name_is_not():
    blocked = Lists(blocked=("bad.org",))
    assert strain(blocked, "https://very.bad.org") is not None
    assert strain(blocked, "https://notbad.org https://bad.org.example") is None


def test_entries_are_lines():
    assert entries(" one \r\n\n two  words\none\n\x00") == ("one", "two words")


def test_long_text_and_long_lists_take_no_time():
    lists = Lists(
        held=tuple(f"word{n} next" for n in range(500)), blocked=tuple(f"h{n}.org" for n in range(500))
    )
    text = ("word1 other " * 10_000) + "//a.b " * 2_000
    began = perf_counter()
    assert strain(lists, text, text) is None
    assert perf_counter() - began < 5
