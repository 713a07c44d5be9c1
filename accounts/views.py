"""Screens of accounts that allauth does not have."""

from typing import Any
from urllib.parse import urlencode

from allauth.account import views as allauth_views
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions, displaying
from accounts.forms import InstallationForm, ProfileForm
from accounts.models import User
from accounts.providers import going_out
from communs import speaking

CLEAR_SITE_DATA = '"cache", "cookies", "storage"'
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_admin(request: HttpRequest, key: str) -> HttpResponse:
    """The page behind the one-time link: it makes the first admin, names the site, and logs them in."""
    if not actions.first_admin_key_opens(key):
        return _refused(request)
    form = InstallationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            person = actions.create_first_admin(
                key,
                email=values["email"],
                name=values["name"],
                password=values["password"],
                site=form.site(),
            )
        except actions.KeyRefused:
            return _refused(request)
        except actions.AddressInUse:
            form.add_error("email", _("This address already has an account: give another."))
        else:
            login(request, person, backend=BACKEND)
            return redirect(form.opening.import_address if "import" in request.POST else "/")
    return render(request, "account/first_admin.html", {"form": form}, status=422 if form.errors else 200)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "account/first_admin_refused.html", status=410)


class LogoutView(allauth_views.LogoutView):
    """Allauth's, which also tells the browser to forget what it kept, and leads out of the provider."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        held = self.request.session.get(going_out.HELD)
        response = super().post(*args, **kwargs)
        if way := going_out.way_out(held):
            told = {"name": way[0], "address": way[1], "out": True}
            response = render(self.request, "socialaccount/leaving.html", told)
        response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response


logout = LogoutView.as_view()


class ConfirmEmailView(allauth_views.ConfirmEmailView):
    """Allauth's; a link that was used says so to whoever clicks twice, as to whoever opens it."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            answer = self.get(*args, **kwargs)
        return answer


confirm_email = ConfirmEmailView.as_view()


class EmailView(allauth_views.EmailView):
    """Allauth's; whoever is barred keeps the address that they have, and sees it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request.user, "is_barred", False):
            raise PermissionDenied(_("Your address stays as it is while you may write nothing."))
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


email = EmailView.as_view()


@never_cache
def admin_login(request: HttpRequest) -> HttpResponse:
    """The door of /admin/ is the site's own, with its limits; who is in but may not enter is told so."""
    if request.user.is_authenticated:
        raise PermissionDenied
    target = request.GET.get("next", reverse("admin:index"))
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """How the one who asks is shown, and how the site is shown to them."""
    assert isinstance(request.user, User)
    if request.user.is_barred:
        raise PermissionDenied(_("What is said of you stays as it is while you may write nothing."))
    person = User.objects.get(pk=request.user.pk)  # apart: the head shows who is written, not who is typed
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(request.user, by=request.user, **form.values())
        with override(request.user.language or speaking.site_language()):
            messages.success(request, _("Your profile is saved."))
        answer = redirect("account_profile")
        displaying.show_in(answer, request.user.theme, forget=True)
        return answer
    return render(request, "account/profile.html", {"form": form}, status=422 if form.errors else 200)
