"""On the way back approvals go: what reads the table before knows no such verdict."""

from django.db import migrations


def forget(apps, schema_editor):
    apps.get_model('wiki', 'Review').objects.filter(verdict='approved').delete()


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0017_approvals'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
