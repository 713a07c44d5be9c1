"""Operators' window on people; who is admin is decided at the command line and by the first admin's page."""

from allauth.mfa import admin as _second_steps  # noqa: F401 — registered before they are taken away
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as _sessions  # noqa: F401 — likewise
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import admin as _groups  # noqa: F401 — likewise
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import User

# Roles are fields of a person: groups would be a second answer to who may do what.
admin.site.unregister(Group)
# Where people are logged in, and from which network, is theirs to see; its search would fail here besides.
admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Explicit fields: no password, no permission and no superuser can be set through this form."""

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
