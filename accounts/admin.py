"""Operators' window on people; who is admin is decided at the command line and by the first admin's page."""

from typing import Any

from allauth.mfa.admin import AuthenticatorAdmin as EveryAuthenticator
from allauth.mfa.models import Authenticator
from allauth.socialaccount.admin import SocialAccountAdmin, SocialAppAdmin, SocialTokenAdmin
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.admin import UserSessionAdmin
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import actions, works
from accounts.models import User

MOST = 200  # rows of one gesture: what a form can hold
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


class WhyForm(forms.Form):
    """Why something is decided of several people."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        help_text=gettext_lazy("Those concerned read it, and the journal keeps it: name nobody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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
    actions = ("grant", "withdraw", "ban")

    @admin.action(description=gettext_lazy("Trust the chosen people…"), permissions=["change"])
    def grant(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        question = _("What they write does not wait to be looked at, and they may do more.")
        return self._once_more(request, queryset, "grant", question)

    @admin.action(description=gettext_lazy("Trust the chosen people no more…"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        question = _("Their trust does not grow again by itself.")
        return self._once_more(request, queryset, "withdraw", question)

    @admin.action(description=gettext_lazy("Ban the chosen people…"), permissions=["change"])
    def ban(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        question = _("They may read, and write nothing. Each is told why, and may contest it.")
        return self._once_more(request, queryset, "ban", question)

    def _once_more(
        self, request: HttpRequest, queryset: QuerySet[User], deed: str, question: str
    ) -> HttpResponse | None:
        """The question shows those of whom it may be decided; then each by itself, as the site does it."""
        known = list(queryset.order_by("pk")[: MOST + 1])
        if len(known) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        form = WhyForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            self._each(request, known, deed, form.cleaned_data["reason"])
            return None
        action = self.get_action(deed)
        context = self.admin_site.each_context(request) | {
            "title": action[2] if action else "",
            "opts": self.opts,
            "action": deed,
            "question": question,
            "chosen": [one for one in known if works.keeper().may_decide(one, deed, by=request.user)],
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/user/confirm.html", context)

    def _each(self, request: HttpRequest, known: list[User], deed: str, reason: str) -> None:
        done = 0
        for person in known:
            try:
                works.keeper().decide(person, deed, by=request.user, reason=reason)
            except works.Refused as refusal:
                messages.error(request, _("%(it)s: %(refusal)s") % {"it": person, "refusal": refusal})
            else:
                done += 1
        if done:
            said = ngettext("%(count)d account was changed.", "%(count)d accounts were changed.", done)
            messages.success(request, said % {"count": done})

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
