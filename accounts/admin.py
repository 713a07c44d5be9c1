"""Operators' window on people; who is admin is decided at the command line and by the first admin's page."""

from typing import Any

from allauth.mfa.admin import AuthenticatorAdmin as EveryAuthenticator
from allauth.mfa.models import Authenticator
from allauth.socialaccount.admin import SocialAccountAdmin, SocialAppAdmin, SocialTokenAdmin
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.admin import UserSessionAdmin
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import actions, works
from accounts.models import User

# Libraries register these as they are imported. Roles are fields of a person: groups would be a second answer
# to who may do what. Where people are logged in is theirs to see. Second steps hold secrets: ours shows none.
# Providers come from the environment, and what they hand over is not kept.
AWAY = (
    GroupAdmin,
    UserSessionAdmin,
    EveryAuthenticator,
    SocialAccountAdmin,
    SocialAppAdmin,
    SocialTokenAdmin,
)
admin.site.unregister([model for model, window in admin.site._registry.items() if isinstance(window, AWAY)])


class PersonForm(forms.ModelForm[User]):
    """Nobody shuts themselves out: the last admin would leave a site that is nobody's."""

    by: User

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active and self.instance.pk == self.by.pk:
            raise ValidationError(_("You would shut yourself out: another admin can do it."))
        return is_active

    def clean_trusted(self) -> bool:
        """What a moderator may not say of somebody, this form does not either."""
        trusted: bool = self.cleaned_data["trusted"]
        if trusted != self.initial["trusted"] and not works.keeper().may_trust(self.instance, by=self.by):
            raise ValidationError(_("You may not decide this of this person: another admin can do it."))
        return trusted


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Explicit fields: no password, no permission and no superuser can be set through this form."""

    form = PersonForm
    fields = (
        "email",
        "name",
        "bio",
        "language",
        "trusted",
        "moderator",
        "watched",
        "is_active",
        "ghost",
        "date_joined",
    )
    readonly_fields = ("email", "ghost", "date_joined")
    list_display = ("name", "email", "trusted", "moderator", "is_superuser", "is_active", "ghost")
    list_filter = ("trusted", "moderator", "is_superuser", "is_active", "ghost", "watched")
    search_fields = ("name", "email", "signature")
    ordering = ("name", "pk")

    def get_form(self, request: HttpRequest, *args: Any, **how: Any) -> Any:
        return type("ByForm", (super().get_form(request, *args, **how),), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Trust is given and taken back by whoever keeps people's work, who writes it down."""
        asks_trust = "trusted" in form.changed_data
        asked, was = obj.trusted, User.objects.values("trusted", "trust").get(pk=obj.pk)
        if asks_trust:
            obj.trusted, obj.trust = was["trusted"], was["trust"]
        super().save_model(request, obj, form, change)
        actions.rename(obj, former=form.initial["name"])
        if asks_trust:
            works.keeper().trust(obj, asked, by=request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin[Authenticator]):
    """Second steps, without their secrets: one is taken away when somebody has lost theirs."""

    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__name", "user__email")
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False


@admin.register(SocialAccount)
class ElsewhereAdmin(admin.ModelAdmin[SocialAccount]):
    """Accounts at providers by which people log in, to be looked at: only their owners take them away."""

    fields = readonly_fields = ("user", "provider", "date_joined", "last_login")
    list_display = ("user", "provider", "date_joined", "last_login")
    list_filter = ("provider",)
    search_fields = ("user__name", "user__email")
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SocialAccount | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SocialAccount | None = None) -> bool:
        return False
