"""Somebody may be banned, or suspended until a day, and has something to read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_trust'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='banned',
            field=models.BooleanField(default=False, editable=False, verbose_name='banned'),
        ),
        migrations.AddField(
            model_name='user',
            name='suspended_until',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended until'),
        ),
        migrations.AddField(
            model_name='user',
            name='to_read',
            field=models.BooleanField(default=False, editable=False, verbose_name='has a decision to read'),
        ),
    ]
