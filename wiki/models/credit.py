"""Who wrote which words: the owners of a page's words as it stands, and what it has said before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Credit(models.Model):
    """The revisions that brought the words of one page, derived at every write; see `wiki.text.credit`.

    It tells of the text whose digest it bears, and of no other: where the page says something else, it waits
    to be made again.
    """

    page = models.OneToOneField(
        "wiki.Page",
        verbose_name=_("page"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="credit",
    )
    revision = models.PositiveIntegerField(_("revision"), editable=False)  # the number of the last one read
    digest = models.CharField(max_length=64, editable=False)  # of the page's plain words
    engine_version = models.PositiveSmallIntegerField(_("engine version"), editable=False)
    # Beginning, end and number of the revision of each span of the plain words.
    spans = models.JSONField(default=list, editable=False)
    words = models.JSONField(default=dict, editable=False)  # how many words of each revision stand
    brought = models.JSONField(default=dict, editable=False)  # how many words each revision had brought
    # Digest of each line and sentence ever said, oldest first, then how many words, of which revision, …;
    # each is one text, as thousands of numbers would be read at each save.
    known = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")

    def __str__(self) -> str:
        return f"credit {self.pk}"
