"""How a mail looks: each class of its templates comes with its style written out, for readers of mail that
know no sheet; in the dark, those that know one follow it."""

from __future__ import annotations

import re

_SERIF, _SANS = "Georgia,serif", "system-ui,-apple-system,'Segoe UI',Verdana,sans-serif"
STYLES = {
    "bg": "margin:0;background:#f3f5f0;padding:24px 12px",
    "sheet": f"max-width:580px;margin:0 auto;background:#ffffff;padding:28px;color:#1a2220;"
    f"font:16px/1.5 {_SANS}",
    "h1": f"margin:0 0 14px;font:600 26px/1.2 {_SERIF};color:#1a2220",
    "h2": f"margin:26px 0 4px;font:600 19px/1.3 {_SERIF};color:#1a2220",
    "t": "margin:0 0 14px;color:#1a2220",
    "fact": "margin:0 0 8px;color:#1a2220",
    "m": "margin:0 0 8px;color:#45504b;font-size:14px",
    "end": "margin:0 0 26px;color:#45504b;font-size:14px",
    "q": f"margin:0 0 10px;padding:12px 14px;background:#f3f5f0;color:#1a2220;font:17px/1.55 {_SERIF}",
    "said": "margin:0 0 14px;padding-left:12px;border-left:3px solid #7b867f;color:#1a2220",
    "mark": f"margin:0 0 14px;padding:10px 12px;background:#fdf4cf;color:#1a2220;"
    f"border-bottom:2px solid #b48700;font:italic 17px/1.5 {_SERIF}",
    "ins": "background:#dde8fa;color:#1a4c9c;text-decoration:underline",
    "del": "background:#fbe2e0;color:#a6212b;text-decoration:line-through",
    "a": "color:#0d5943",
    "cta": "display:inline-block;background:#0d5943;color:#ffffff;padding:11px 18px;border-radius:8px;"
    "text-decoration:none;font-weight:600",
    "foot": "margin:24px 0 0;padding-top:16px;border-top:1px solid #d6dcd2;color:#45504b;font-size:14px",
}
_DARK = {
    "bg": "background:#111614",
    "sheet": "background:#181f1c;color:#e7ece8",
    "h1": "color:#e7ece8",
    "h2": "color:#e7ece8",
    "t": "color:#e7ece8",
    "fact": "color:#e7ece8",
    "m": "color:#b9c3bd",
    "end": "color:#b9c3bd",
    "q": "background:#232b27;color:#e7ece8",
    "said": "color:#e7ece8;border-color:#74807a",
    "mark": "background:#332c12;color:#e7ece8;border-color:#d9b23a",
    "ins": "background:#1c3157;color:#a3c4ff",
    "del": "background:#50211f;color:#ffaea8",
    "a": "color:#86d3b3",
    "cta": "background:#86d3b3;color:#0b1f18",
    "foot": "color:#b9c3bd;border-color:#333d38",
}
_CLASS = re.compile(r'class="(\w+)"')


def _important(rules: str) -> str:
    return ";".join(f"{rule}!important" for rule in rules.split(";"))


_RULES = "".join(f".{name}{{{_important(rules)}}}" for name, rules in _DARK.items())
_HEAD = f"<style>@media (prefers-color-scheme:dark){{{_RULES}}}</style></head>"


def put(html: str) -> str:
    """A mail with its styles: beside each class, and in its head for the dark."""
    styled = _CLASS.sub(lambda it: f'{it[0]} style="{STYLES[it[1]]}"', html)
    return styled.replace("</head>", _HEAD, 1)
