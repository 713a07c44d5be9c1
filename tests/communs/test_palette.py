"""The inks of sections: each is read on its wash, on paper and on the ground, in light and dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from wiki.models.settings import Hue

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): light-dark\((#\w+, #\w+)\);", TOKENS))
INKS = dict(re.findall(r"\.hue-(\d) \{\s+(--h: [^}]+)\}", TOKENS))


def luminance(colour):
    digits = colour.strip().lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_norm_says():
    assert (round(contrast("#000", "#fff"), 1), contrast("#123456", "#123456")) == (21.0, 1.0)


def test_each_ink_that_may_be_chosen_has_its_class():
    assert set(INKS) == {str(hue.value) for hue in Hue}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", [str(hue.value) for hue in Hue])
def test_ink_is_read_on_all_that_it_stands_on(hue, scheme):
    ink, wash = re.findall(r"var\(--([\w-]+)\)", INKS[hue])
    told = {name: COLOURS[name].split(",")[scheme] for name in (ink, wash, "paper", "ground", "ink")}
    measured = {on: contrast(told[ink], told[on]) for on in (wash, "paper", "ground")}
    measured["ink on the wash"] = contrast(told["ink"], told[wash])
    assert {on: ratio for on, ratio in measured.items() if ratio < 4.5} == {}
