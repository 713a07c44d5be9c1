"""Whoever leaves says whether the words of their comments leave with them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_letters")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="takes_comments",
            field=models.BooleanField(default=False, editable=False, verbose_name="comments are erased too"),
        ),
    ]
