"""Where a ghost's commits were signed from stands apart from the addresses that people log in with."""

import accounts.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="signature",
            field=accounts.models.FoldedEmailField(
                blank=True,
                editable=False,
                max_length=254,
                null=True,
                unique=True,
                verbose_name="address of its commits",
            ),
        ),
    ]
