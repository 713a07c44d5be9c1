"""What a French dictionary does not know in the guide: `make spelling`.

Debian's `hunspell` and `hunspell-fr` read each page; words of the glossary and of `known_words.txt` (names, and words
of the trade) are known. A line for each page with what is left; ends with 1 where anything is.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.guide.book import FILES, headings, prose, text

KNOWN = Path(__file__).with_name("known_words.txt")
_ADDRESS = re.compile(r"\S*(?:https?://|[\w-]+\.(?:fr|org|eu|net|com|io|md|svg|yml|community|cc|ch)\b)\S*")


def main() -> None:
    known = set(KNOWN.read_text("utf-8").split())
    known |= {word for _level, said in headings(text("glossaire.md")) for word in re.findall(r"[\w-]+", said)}
    faults = 0
    for file in FILES:
        left = sorted(unknown(_ADDRESS.sub(" ", prose(text(file)))) - known)
        faults += len(left)
        if left:
            sys.stdout.write(f"{file}: {', '.join(left)}\n")
    sys.stdout.write(f"{len(FILES)} pages, {faults} unknown words\n")
    sys.exit(1 if faults else 0)


def unknown(said: str) -> set[str]:
    """The words that the dictionary does not know."""
    command = ["hunspell", "-d", "fr", "-i", "utf-8", "-l"]
    done = subprocess.run(command, input=said, text=True, capture_output=True, check=True)
    return {re.sub(r"^[dl]'", "", word.rstrip(".")) for word in done.stdout.split()}


if __name__ == "__main__":
    main()
