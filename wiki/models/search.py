"""What search knows of the pages: the words of each as they are looked for, and every word there is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """The words of one page, derived at every write; each database keeps its own index of this table.

    SQLite: the FTS5 table `wiki_search`, kept by triggers. PostgreSQL: the generated column `vector`
    and its GIN index. Neither is known to Django (migration `search_engine`): whoever alters this
    table on SQLite, where Django makes it anew, makes the triggers anew too.
    """

    page = models.OneToOneField(
        "wiki.Page",
        verbose_name=_("page"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_entry",
    )
    digest = models.CharField(max_length=64, editable=False)  # of all that the rest is made of
    # Stems, each once: of the title, of the headings, of the text by how often it says them.
    title = models.TextField(blank=True, editable=False)
    headings = models.TextField(blank=True, editable=False)
    often = models.TextField(blank=True, editable=False)
    several = models.TextField(blank=True, editable=False)
    once = models.TextField(blank=True, editable=False)
    # Folded words in order, for phrases and beginnings.
    title_forms = models.TextField(blank=True, editable=False)
    heading_forms = models.TextField(blank=True, editable=False)
    forms = models.TextField(blank=True, editable=False)
    # For excerpts: the stems of each word of the plain text, where it begins, where each heading begins.
    stems = models.TextField(blank=True, editable=False)
    starts = models.BinaryField(default=bytes)
    places = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return f"search entry {self.pk}"


class Word(models.Model):
    """A word that some page says, in lower case, to be found again by those who misspell it.

    Never shown by itself: a correction is proposed only where a page that the person may read says it.
    """

    text = models.CharField(_("word"), max_length=40, unique=True)
    form = models.CharField(max_length=40, editable=False)  # folded
    size = models.PositiveSmallIntegerField(editable=False)
    # One slip leaves either the beginning or the end of a word as it is.
    head = models.CharField(max_length=3, editable=False)
    tail = models.CharField(max_length=3, editable=False)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes = [
            models.Index(fields=["head", "size"], name="word_head"),
            models.Index(fields=["tail", "size"], name="word_tail"),
        ]

    def __str__(self) -> str:
        return self.text
