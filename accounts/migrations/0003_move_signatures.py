"""The addresses of ghosts move to where they belong."""

from django.db import migrations
from django.db.models import F


def move(apps, schema_editor):
    apps.get_model("accounts", "User").objects.filter(ghost=True).update(signature=F("email"), email=None)


def move_back(apps, schema_editor):
    """Where somebody has the address by now, the ghost goes by its name."""
    users = apps.get_model("accounts", "User").objects
    held = list(users.filter(ghost=False, email__isnull=False).values_list("email", flat=True))
    users.filter(ghost=True).exclude(signature__in=held).update(email=F("signature"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_signatures")]

    operations = [migrations.RunPython(move, move_back)]
