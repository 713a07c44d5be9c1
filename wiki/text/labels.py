"""Every word that the engine adds to a text, in English; the caller hands in its translation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """Words of ours. `{…}` is filled by the engine."""

    hint_info: str = "Information"
    hint_success: str = "Success"
    hint_warning: str = "Warning"
    hint_danger: str = "Danger"
    tab: str = "Tab"
    task_done: str = "Done"
    task_to_do: str = "To do"
    footnote: str = "Note {number}"
    footnotes: str = "Notes"
    footnote_back: str = "Back to the text (note {number})"
    remote_picture: str = "See the picture on {host}"
    file_size_bytes: str = "{size} B"
    file_size_kilobytes: str = "{size} kB"
    file_size_megabytes: str = "{size} MB"
    decimal_mark: str = "."
    api_description: str = "Description file: {name}"
    file_download: str = "Download"
    table: str = "Table {number}"
    table_of: str = "Table {number}: {heads}"
    formula: str = "Formula: {formula}"
    bounds: str = "This text is too heavy to be laid out: it is shown as it was written."
    notice_unknown: str = "Unknown block: {detail}."
    notice_condition: str = "The condition “{detail}” is not applied: everybody sees this text."
    notice_include: str = "The reusable text “{detail}” cannot be found."
    notice_broken: str = "This link leads nowhere: {detail}"
    notice_bounds: str = "This paragraph holds too many marks: it is shown as it was written."
