"""A site may have a logo of its own; suggestions that are held are found for the queue."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0041_invitations'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='logo',
            field=models.CharField(blank=True, max_length=70, validators=[django.core.validators.RegexValidator('\\A(?:([0-9a-f]{40})-(\\d{1,3})x(\\d{1,3})-(\\d{1,3})x(\\d{1,3}))\\Z', 'Send the picture of the logo anew.')], verbose_name='logo'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(condition=models.Q(('held_for__gt', '')), fields=['created'], name='suggestion_held_back'),
        ),
    ]
