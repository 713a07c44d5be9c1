"""A small guide with a past, that holds one of each thing an import must know."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.repositories import ADA, Content, Person, Repository, link

BLAISE = Person("Blaise", "blaise@example.org")
ADA_NOW = Person("Ada Lovelace", "Ada@Example.ORG")
PNG = b"\x89PNG\r\n\x1a\n a picture"
PDF = b"%PDF-1.7 a document"
CHOOSING = "# Choisir\r\n\r\n## Une étape\r\n\r\nLe besoin, les usages, les licences, la gouvernance.\r\n"
SUMMARY = """# Table of contents

* [Accueil](README.md)
* [Tutoriel](tutoriel/README.md "Tuto")
  * [Choisir](tutoriel/choisir.md)

## Annexes

* [Lexique](annexes/lexique.md)

***

* [Dépôt](https://exemple.org/depot)
* [Absente](absente.md)
"""
CONFIGURATION = """redirects:
  ancien/chemin: tutoriel/choisir.md
  par-ici: par-la
  par-la: annexes/lexique.md
  boucle: rond
  rond: boucle
  tutoriel: annexes/lexique.md
  perdu: absent.md
"""
WORDS = "commun : ressource partagée\nlicence : contrat\nusage : ce que l'on en fait\n"
LAST: dict[str, Content] = {
    "SUMMARY.md": SUMMARY,
    ".gitbook.yaml": CONFIGURATION,
    ".gitbook/includes/note.md": "Un texte *réutilisé*.\n",
    "LICENSE": "Attribution-ShareAlike 4.0 International\n",
    "README.md": (
        "# Accueil\n\n[lire](tutoriel/choisir.md#une-etape) ![](.gitbook/assets/i%20(1).png)\n\n"
        '{% include ".gitbook/includes/note.md" %}\n\n{% file src=".gitbook/assets/a.pdf" %}\n'
    ),
    "tutoriel/README.md": "---\ndescription: Pas à pas\nicon: book\n---\n\n# Tutoriel\n\n[ailleurs](rien.md)\n",
    "tutoriel/cache.md": "---\nhidden: true\n---\n# Caché\n",
    "api/README.md": "# API\n",
    "vieille.md": "# D\xe9j\xe0 vu\n".encode("latin-1"),
    "lien.md": link("README.md"),
}
SPACES = {
    "LICENSE": "MIT License\n",
    "un/SUMMARY.md": "* [Un](README.md)\n* [A](a.md)\n",
    "un/README.md": "# Un\n\n[là-bas](../deux/b.md)\n",
    "un/a.md": "# A\n",
    "deux/SUMMARY.md": "* [Deux](README.md)\n* [B](b.md)\n",
    "deux/README.md": "# Deux\n",
    "deux/b.md": "# B\n",
    "deux/i.png": PNG,
}


def guide(folder: Path) -> Repository:
    """Five commits: texts, a promotion, a page renamed, one deleted, all the rest."""
    told = Repository(folder)
    told.commit(
        {
            "README.md": "# Accueil\n\nBonjour.\n",
            "SUMMARY.md": "* [Accueil](README.md)\n* [Tutoriel](tutoriel.md)\n* [Vieux](vieux.md)\n",
            "tutoriel.md": "# Tutoriel\n",
            "tutoriel/choisir.md": CHOOSING,
            "mots.md": f"# Mots\n\n{WORDS}",
            "vieux.md": "# Vieux\n\nCe que personne ne lira plus.\n",
            ".gitbook/assets/i (1).png": PNG,
            ".gitbook/assets/a.pdf": PDF,
        },
        message="GitBook: [master] 6 pages and 2 assets modified",
    )
    told.commit(
        {"tutoriel.md": None, "tutoriel/README.md": "# Tutoriel\n\nTout autre chose.\n"},
        author=BLAISE,
        message="GITBOOK-12: Mieux dit\n\nCo-authored-by: Ada <ada@example.org>",
        offset="-0500",
    )
    told.commit(
        {"mots.md": None, "annexes/lexique.md": f"# Lexique\n\n{WORDS}"}, author=ADA_NOW, message="Renommé"
    )
    told.commit({"vieux.md": None}, author=BLAISE, message="Update vieux.md")
    told.commit(LAST, author=ADA, message="GITBOOK-13: Tout le reste")
    return told


def write(folder: Path, files: dict[str, Content]) -> Path:
    """The same as plain files of the disk, links left out."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8", newline="")
        elif isinstance(content, bytes):
            file.write_bytes(content)
    return folder
