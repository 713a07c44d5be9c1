"""Mails of accounts that have yet to leave."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_former_addresses")]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written on")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
            ],
            options={"verbose_name": "letter", "verbose_name_plural": "letters"},
        ),
    ]
