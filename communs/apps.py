"""The wiring as a Django application, so that its commands, checks and translations are found."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

# What operators meet in the administration and its packages leave in English, or say in other words.
APPLICATIONS = {
    "account": _("Addresses"),
    "django_tasks_database": _("Tasks"),
    "mfa": _("Second steps"),
    "socialaccount": _("Accounts elsewhere"),
}
ROWS = {
    "account.emailaddress": (_("e-mail address"), _("e-mail addresses")),
    "django_tasks_database.dbtaskresult": (_("task"), _("tasks")),
    "mfa.authenticator": (_("second step"), _("second steps")),
    "socialaccount.socialaccount": (_("account elsewhere"), _("accounts elsewhere")),
}


class CommunsConfig(AppConfig):
    name = "communs"
    verbose_name = "Communs"

    def ready(self) -> None:
        """Migrations look at what a model was written with, so that none of these names calls for one."""
        for label, name in APPLICATIONS.items():
            apps.get_app_config(label).verbose_name = name
        for label, (one, many) in ROWS.items():
            told = apps.get_model(label)._meta
            told.verbose_name, told.verbose_name_plural = one, many
