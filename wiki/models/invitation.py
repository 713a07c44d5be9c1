"""Invitations: links by which somebody, or a few, make an account; of the link the digest alone is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

NOTE_LENGTH = 200
MOST_PEOPLE = 100


class Validity(models.TextChoices):
    """Whether an invitation still opens the door; it is told by its numbers and dates, and not kept."""

    OPEN = "open", gettext_lazy("valid")
    USED = "used", gettext_lazy("used up")
    EXPIRED = "expired", gettext_lazy("expired")
    REVOKED = "revoked", gettext_lazy("revoked")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by whoever reads them."""

    def newest_first(self) -> InvitationQuerySet:
        return self.select_related("by").order_by("-made", "-pk")


class Invitation(models.Model):
    """One link. One for an address was sent there by the site alone: whoever opens it has that address."""

    # Made with the form, so that a second click makes no second one.
    uuid = models.UUIDField(unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("made by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    note = models.CharField(gettext_lazy("why"), max_length=NOTE_LENGTH)
    made = models.DateTimeField(gettext_lazy("made on"), default=timezone.now)
    until = models.DateTimeField(gettext_lazy("valid until"))
    most = models.PositiveSmallIntegerField(gettext_lazy("people"), default=1)
    used = models.PositiveSmallIntegerField(gettext_lazy("accounts made"), default=0)
    # Whom it was sent to, for as long as it may be used; then nobody needs it any more.
    email = models.EmailField(gettext_lazy("sent to"), max_length=254, blank=True)
    is_sent = models.BooleanField(gettext_lazy("sent by e-mail"), default=False)
    revoked_at = models.DateTimeField(gettext_lazy("revoked on"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("invitation")
        verbose_name_plural = gettext_lazy("invitations")
        ordering = ["-made", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=MOST_PEOPLE), name="invitation_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("most")), name="invitation_is_used_as_often_at_most"
            ),
            models.CheckConstraint(condition=Q(email="") | Q(most=1), name="invitation_sent_is_for_one"),
        ]

    def __str__(self) -> str:
        return gettext("invitation no. %(number)s") % {"number": self.pk}

    @property
    def validity(self) -> Validity:
        if self.revoked_at is not None:
            return Validity.REVOKED
        if self.used >= self.most:
            return Validity.USED
        return Validity.OPEN if self.until > timezone.now() else Validity.EXPIRED
