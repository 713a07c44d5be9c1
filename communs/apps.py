"""The wiring as a Django application, so that its commands, checks and translations are found."""

from django.apps import AppConfig


class CommunsConfig(AppConfig):
    name = "communs"
    verbose_name = "Communs"
