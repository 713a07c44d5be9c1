"""The addresses of the house; the wiki comes last because its pages may have any address that is left."""

from django.contrib import admin
from django.urls import include, path

from accounts import views as accounts

handler400 = "communs.errors.bad_request"
handler403 = "communs.errors.permission_denied"
handler404 = "communs.errors.page_not_found"
handler429 = "communs.errors.too_many_requests"
handler500 = "communs.errors.server_error"

urlpatterns = [
    path("accounts/", include("accounts.urls")),
    # One door and its limits for everybody: Django's own pages for coming in and going out are replaced.
    path("admin/login/", accounts.admin_login),
    path("admin/logout/", accounts.logout),
    path("admin/", admin.site.urls),
    path("", include("wiki.urls")),
]
