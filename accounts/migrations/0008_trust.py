"""Who last said whether somebody is trusted: the site itself, or somebody who grants it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_comments_that_leave")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="trust",
            field=models.CharField(
                blank=True,
                choices=[
                    ("grown", "it grew by itself"),
                    ("lost", "lost by itself"),
                    ("granted", "granted"),
                    ("withdrawn", "taken back"),
                ],
                editable=False,
                max_length=9,
                verbose_name="trust",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("trust__in", ["", "grown", "lost", "granted", "withdrawn"])),
                name="accounts_user_trust_is_known",
            ),
        ),
    ]
