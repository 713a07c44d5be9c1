"""What failed is told without addresses, keys or passwords."""

import pytest

from wiki.text.veiling import cause, veiled, way


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("SMTPException: ada@example.org refused", "SMTPException: […] refused"),
        ("fatal: https://ada:secret@git.example/g.git", "fatal: https://[…]git.example/g.git"),
        ("GET /x?token=abc&y=2 failed", "GET /x?[…]&[…] failed"),
        ("password = hunter2 is wrong", "[…] is wrong"),
        ("Authorization: Bearer", "[…]"),
        ("from 192.168.1.20 came", "from […] came"),
        ("key 9f86d081884c7d659a2feaa0c55ad015 unknown", "key […] unknown"),
        ("ZeroDivisionError: division by zero", "ZeroDivisionError: division by zero"),
        (
            "wiki.actions.pictures.check_book is long_enough_to_be_a_key",
            "wiki.actions.pictures.check_book is long_enough_to_be_a_key",
        ),
    ],
)
def test_words_stay_and_secrets_go(said, shown):
    assert veiled(said) == shown


def test_traceback_is_told_by_its_cause_and_its_way_without_values():
    try:
        {}["ada@example.org"]
    except KeyError as fault:
        from traceback import format_exception

        told = "".join(format_exception(fault))
    assert cause(told) == "KeyError: '[…]'"
    [place] = way(told)
    assert place.startswith("tests/text/test_veiling.py:")
    assert (cause(""), way("")) == ("", [])


def test_long_words_are_cut():
    assert len(veiled("a " * 5000)) == 2000
