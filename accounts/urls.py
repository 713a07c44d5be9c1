"""The addresses of accounts: ours first, allauth's after."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
