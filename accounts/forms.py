"""Input about people → clean values."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions, invitations, letters, proofs, works
from accounts.fields import ProofField
from accounts.models import NAME_LENGTH, User
from accounts.networks import network_of

OPENED = "accounts.forms.opened"  # the salt of the time at which a form was shown
OPEN_FOR = 86_400
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
CHOICE = _("At least 12 characters; a sentence is a good choice.")


class Named(forms.Form):
    """A form whose ids are the site's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "ui-%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Plain(Named):
    """A form of allauth's with passwords in it, in the words of the site and without its placeholders."""

    LABELS: ClassVar = {
        "oldpassword": _("Current password"),
        "password": _("Password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.LABELS.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.help_text = label, CHOICE if name == "password1" else ""
                field.widget.attrs.pop("placeholder", None)


class NameField(forms.CharField):
    """What somebody is called: one line, of signs that can be seen."""

    def __init__(self, **how: Any) -> None:
        super().__init__(
            label=_("Your name, as the site will show it"),
            max_length=NAME_LENGTH,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            **how,
        )

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(value)).split())
        if not name.isprintable():
            raise ValidationError(_("A name is made of signs that can be seen."))
        return name


class FirstAdminForm(Named):
    """Who the first admin is, and their password."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You will log in with it. It is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = NameField()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=CHOICE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, second = values.get("password"), values.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", _("The two passwords are not the same: type them again."))
        if first:
            try:
                validate_password(first, User(email=values.get("email"), name=values.get("name", "")))
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return values


class LogoForm(forms.Form):
    """A picture for the site; once it is found good, it need not be sent again with a form to be mended."""

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "PNG, JPEG, WebP or AVIF, 2 MB at most. It stands in the head of every screen; "
            "whoever does not see it is read the name of the site."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif"}),
    )
    logo_kept = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        sent, kept = values.get("logo"), values.get("logo_kept", "")
        if sent is not None:
            try:
                kept = works.keeper().keep_logo(sent.read())
            except works.Unfit as refusal:
                self.add_error("logo", str(refusal))
        values["logo"] = kept if kept and works.keeper().has_logo(kept) else ""
        self.data = {**dict(self.data.items()), "logo_kept": values["logo"]}
        return values

    @property
    def has_new_logo(self) -> bool:
        """Whether one was sent that waits to be saved."""
        return self.is_bound and bool(self.data.get("logo_kept"))


class InstallationForm(LogoForm, FirstAdminForm):
    """The first admin, and the site that they open; what is left alone stays as it is."""

    site_name = forms.CharField(label=_("Name of the guide"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language of the site"), choices=LANGUAGES, required=False)
    licence = forms.ChoiceField(label=_("Licence of the texts"), required=False, widget=forms.RadioSelect)
    sign_up = forms.ChoiceField(label=_("Who may make an account?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opening = works.keeper().opening()
        for name, offered in (("licence", self.opening.licences), ("sign_up", self.opening.policies)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(value, label) for value, label, _told in offered]
        for name, value in self.opening.values.items():
            self.fields[self._field(name)].initial = value

    @staticmethod
    def _field(name: str) -> str:
        return "site_name" if name == "name" else name

    def site(self) -> dict[str, str]:
        """What the action is handed of the site."""
        kept = self.opening.values
        told = {name: self.cleaned_data[self._field(name)] or kept[name] for name in kept}
        return told | {"logo": self.cleaned_data["logo"]}

    @property
    def cards(self) -> list[tuple[Any, list[tuple[Any, str]]]]:
        """The two questions whose answers each bear a word."""
        told = [("licence", self.opening.licences), ("sign_up", self.opening.policies)]
        return [
            (self[name], list(zip(self[name], [words for _value, _label, words in offered], strict=True)))
            for name, offered in told
        ]


class LogInForm(Named, allauth_forms.LoginForm):
    """Allauth's, in the words of the site; a browser may offer a passkey in the first field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs = {"type": "email", "autocomplete": "username webauthn"}
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


class Joining(Named):
    """Who comes in, by whatever door, and the terms that they accept."""

    name = NameField(help_text=_("It signs what you write. A pseudonym will do."))
    accepted = forms.BooleanField(
        error_messages={"required": _("Without this, what you write could not be published.")}
    )
    terms = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = ProofField()

    def __init__(
        self, *args: Any, door: works.Door | None = None, asks_proof: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.door, self.asks_proof = door or works.Door(is_open=True), asks_proof
        self.admitted: str | None = (
            None  # the address that an invitation has verified, or ""; None without one
        )
        self.offered = works.keeper().terms()
        _address(self.fields["email"], _("E-mail address"))
        self.fields["email"].help_text = _("You will log in with it. It is never shown.")
        if self.door.email and self.door.is_by_invitation:
            self.fields["email"].disabled, self.initial["email"] = True, self.door.email
            self.fields["email"].help_text = _("Your invitation was sent to it. It is never shown.")
        elif self.door.email:
            self.initial.setdefault("email", self.door.email)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("accepted") and values.get("terms") != self.offered.version:
            self.add_error("accepted", _("The terms have changed meanwhile: read them, then accept again."))
        return values

    def signup(self, request: HttpRequest, user: User) -> None:
        """What allauth calls once the row is there."""
        told = {"name": self.cleaned_data["name"], "terms": self.offered.version}
        actions.welcome(user, **told, watched=self._is_watched(request))

    def _is_watched(self, request: HttpRequest) -> bool:
        """Whole administrations share an address, so past a few accounts in a day one more is only looked at;
        not if its browser has worked for it where the site asks for that, nor if somebody here has asked for
        whoever comes."""
        is_counted = network_of(request) is not None
        is_crowded = is_counted and not ratelimit.consume(request, action="sign_up_a_day")
        if self.admitted is not None:
            return False
        if works.keeper().asks_proof(lambda: is_crowded):
            return not proofs.spend(self.cleaned_data["proof"])
        return is_crowded


class SignUpForm(Joining, allauth_forms.SignupForm):
    """Who comes in by an address and a password; what fills it is somebody, and not a machine."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    # Nobody sees it: only what fills every field fills it.
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = CHOICE
        self.fields["password1"].widget.attrs.pop("placeholder", None)

    @property
    def stamp(self) -> str:
        """When the form was first shown, so that what is sent at once is known; good for a day."""
        given = self.data.get("opened", "")
        return given if _age(given) is not None else signing.dumps(time.time(), salt=OPENED)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        age = _age(values.get("opened", ""))
        if values.get("website"):
            self.add_error(None, _("A field that people do not see was filled. Send the form once more."))
        elif age is None:
            self.add_error(None, _("This form was open for too long: send it once more."))
        elif age < settings.SIGN_UP_SECONDS:
            self.add_error(
                None, _("That was very fast for a person: wait a few seconds, then send it again.")
            )
        self._compare_password(values)
        return values

    def _compare_password(self, values: dict[str, Any]) -> None:
        """Allauth does not know that a name may make a poor password."""
        if values.get("password1") and values.get("name"):
            try:
                validate_password(values["password1"], User(name=values["name"]))
            except ValidationError as refusal:
                self.add_error("password1", refusal)

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        self.admitted = invitations.use(request, self.cleaned_data["email"])
        person = super().save(request)
        invitations.confirm(request, person)
        return person

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As long as for a new account, so that nobody reads in the delay that there is one.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ProfileForm(Named, forms.ModelForm[User]):
    """How somebody is shown, and how the site is shown to them."""

    name = NameField(
        required=False,
        help_text=_(
            "It signs what you write, what you wrote before included. Leave it empty to sign by a number: "
            "your name then stands on no screen, in no feed and in no file of the guide."
        ),
    )

    class Meta:
        model = User
        fields = ("name", "bio", "language", "theme")
        widgets = {"bio": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "bio": _("A few words for your public profile, without Markdown; all may read them."),
            "theme": _("Of this browser, and of those where you log in later."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, none in (("language", _("The site’s own")), ("theme", _("As the system says"))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            offered: Any = field.choices
            field.choices = [("", none), *[choice for choice in offered if choice[0]]]

    def values(self) -> dict[str, str]:
        """What the action is handed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AddressForm(Named, allauth_forms.AddEmailForm):
    """Another address to log in with, used once it is verified."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"], _("New address"))

    def save(self, request: HttpRequest) -> Any:
        """Whoever never confirmed the first keeps it until the new one is: allauth would leave them none."""
        standing = EmailAddress.objects.filter(user=self.user, email=self.user.email, verified=False)
        if not standing.exists():
            return super().save(request)
        EmailAddress.objects.filter(user=self.user, verified=False).exclude(email=self.user.email).delete()
        return EmailAddress.objects.add_email(request, self.user, self.cleaned_data["email"], confirm=True)


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    """Another password in place of one that is known."""


class SetPasswordForm(Plain, allauth_forms.SetPasswordForm):
    """A first password."""


class NewPasswordForm(Plain, allauth_forms.ResetPasswordKeyForm):
    """A password in place of one that was forgotten."""


class ConfirmForm(Plain, allauth_forms.ReauthenticateForm):
    """The password once more, before what cannot be undone."""


class ForgottenForm(Named, allauth_forms.ResetPasswordForm):
    """The address of an account, or of none: the answer is the same, and takes as long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"], _("E-mail address"))

    def save(self, request: HttpRequest, **kwargs: Any) -> Any:
        if not self.users:
            letters.post_to_nobody()
        return super().save(request, **kwargs)


def _address(field: forms.Field, label: Any) -> None:
    """The library's field of an address, in the words of the site and within the bounds of a row."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["maxlength"] = str(actions.EMAIL_LENGTH)
    field.validators = [*field.validators, MaxLengthValidator(actions.EMAIL_LENGTH)]


def _age(stamp: str) -> float | None:
    """Seconds since a form was shown; None for a stamp that is not ours, or too old."""
    try:
        return time.time() - signing.loads(stamp, salt=OPENED, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
