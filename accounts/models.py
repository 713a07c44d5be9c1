"""A person: an address to log in with, a name to be credited under; or a ghost, whose words we hold."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 150


def folded(email: str | None) -> str | None:
    """An address as it is kept: without case, because people and Git write it both ways; None for none."""
    return (email or "").strip().lower() or None


class FoldedEmailField(models.EmailField):
    """An address that is kept, and looked for, without case: the plain unique index then ignores case."""

    def get_prep_value(self, value: Any) -> Any:
        return folded(value) if isinstance(value, str) else super().get_prep_value(value)

    def to_python(self, value: Any) -> Any:
        return folded(value) if isinstance(value, str) else super().to_python(value)


THEMES = [("light", _("Light")), ("dark", _("Dark"))]


class Trust(models.TextChoices):
    """Who last said whether somebody is trusted; where nobody ever did it is none of these."""

    GROWN = "grown", _("it grew by itself")
    LOST = "lost", _("lost by itself")
    GRANTED = "granted", _("granted")
    WITHDRAWN = "withdrawn", _("taken back")


def not_barred() -> Q:
    """Those who may write, as far as nothing else stands against it: `User.is_barred`, asked of rows."""
    return Q(banned=False) & (Q(suspended_until=None) | Q(suspended_until__lte=timezone.now()))


class UserManager(BaseUserManager["User"]):
    """Makes people; the screens make them through accounts.actions."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not folded(email):
            raise ValueError("a person who logs in needs an e-mail address")
        person = self.model(email=folded(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=folded(username))


class User(AbstractBaseUser, PermissionsMixin):
    """One row per e-mail address, case ignored; e-mail addresses are never shown."""

    email = FoldedEmailField(_("e-mail address"), max_length=254, unique=True, null=True, blank=True)
    # Of a ghost: where its commits come from. It logs nobody in; whoever verifies it claims the ghost.
    signature = FoldedEmailField(
        _("address of its commits"), max_length=254, unique=True, null=True, blank=True, editable=False
    )
    name = models.CharField(_("display name"), max_length=NAME_LENGTH, blank=True)
    bio = models.TextField(_("about me"), max_length=2000, blank=True)
    language = models.CharField(
        _("language of the interface"),
        max_length=5,
        blank=True,
        choices=[("fr", _("French")), ("en", _("English"))],
    )
    theme = models.CharField(_("display"), max_length=5, blank=True, choices=THEMES)
    trusted = models.BooleanField(_("trusted contributor"), default=False)
    # The site takes away what grew by itself alone, and gives nothing that a moderator took back.
    trust = models.CharField(_("trust"), max_length=9, blank=True, choices=Trust.choices, editable=False)
    moderator = models.BooleanField(_("moderator"), default=False)
    ghost = models.BooleanField(
        _("ghost"), default=False, help_text=_("An author met in an import, who has no way to log in yet.")
    )
    is_active = models.BooleanField(_("may log in"), default=True)
    # First posts are held, whatever the site says of others: one account too many from one network.
    watched = models.BooleanField(_("to be looked at"), default=False)
    # What those who moderate decided, as the wiki keeps it: somebody who is barred reads, and writes nothing.
    banned = models.BooleanField(_("banned"), default=False, editable=False)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True, editable=False)
    # Something was decided of them, or answered, that they have not said to have read.
    to_read = models.BooleanField(_("has a decision to read"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined on"), default=timezone.now)
    terms_version = models.CharField(_("terms accepted"), max_length=100, blank=True, editable=False)
    terms_at = models.DateTimeField(_("terms accepted on"), null=True, blank=True, editable=False)
    leaves_at = models.DateTimeField(_("to be erased on"), null=True, blank=True, editable=False)
    # What becomes of their comments then: they stay, under a number, or their words are taken away.
    takes_comments = models.BooleanField(_("comments are erased too"), default=False, editable=False)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="accounts_user_ghost_has_no_login",
                condition=Q(ghost=False)
                | Q(is_active=False, is_superuser=False, moderator=False, trusted=False),
            ),
            models.CheckConstraint(
                name="accounts_user_login_has_email", condition=Q(is_active=False) | Q(email__isnull=False)
            ),
            models.CheckConstraint(
                name="accounts_user_ghost_has_no_email", condition=Q(ghost=False) | Q(email__isnull=True)
            ),
            models.CheckConstraint(
                name="accounts_user_only_ghosts_have_signatures",
                condition=Q(ghost=True) | Q(signature__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_user_erased_is_nobody",
                condition=Q(erased_at__isnull=True)
                | Q(is_active=False, email__isnull=True, name="", bio="", leaves_at__isnull=True),
            ),
            models.CheckConstraint(
                name="accounts_user_trust_is_known", condition=Q(trust__in=["", *Trust.values])
            ),
        ]

    def __str__(self) -> str:
        unnamed = _("Deleted user #%(number)s") if self.erased_at else _("Person no. %(number)s")
        return self.name or str(unnamed) % {"number": self.pk}

    def clean(self) -> None:
        """Of what somebody writes by hand: trust that is ticked there was granted, or taken back."""
        self.email = folded(self.email)
        was = User.objects.filter(pk=self.pk).values_list("trusted", flat=True).first()
        if bool(was) != self.trusted:
            self.trust = Trust.GRANTED if self.trusted else Trust.WITHDRAWN

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def is_suspended(self) -> bool:
        """Until a day that is still to come; a ban counts apart."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def is_barred(self) -> bool:
        """Whether they may read, and write nothing, until somebody says otherwise or the day has come."""
        return self.banned or self.is_suspended

    @property
    def is_staff(self) -> bool:
        """Django's word for whoever may enter /admin/: admins, and moderators within what they may see."""
        return self.is_active and (self.is_superuser or self.moderator) and not self.is_barred


class FirstAdminKey(models.Model):
    """The one-time key that makes the first admin; only its digest is kept, and using it deletes the row."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("key of the first admin")
        verbose_name_plural = _("keys of the first admin")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class FormerAddress(models.Model):
    """An address that somebody had, as a digest: once they are erased, what names it is too, and what an
    import brings from it later goes to nobody by name."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.digest[:12]


class Letter(models.Model):
    """A mail that has yet to leave; one to nobody takes as long as the others, and goes nowhere.

    One to a `person`, or `about` something, is written as it leaves, by whoever keeps what it is about: it
    tells nothing that its reader may not read any more. Its `reference` is the same at each attempt.
    """

    to = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    about = models.JSONField(_("about"), default=dict, blank=True)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    body = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(_("written on"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="accounts_letter_is_written_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d %H:%M}"

    @property
    def is_written_late(self) -> bool:
        return bool(self.person_id or self.about)


class SpentProof(models.Model):
    """A proof of work that was accepted: for as long as its challenge lives, it is not accepted once more."""

    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("proof of work")
        verbose_name_plural = _("proofs of work")

    def __str__(self) -> str:
        return self.digest[:12]
