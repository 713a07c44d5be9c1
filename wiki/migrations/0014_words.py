"""Verdicts on flags and lines of the journal have their words."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0013_first_posts'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='moderationentry',
            options={'ordering': ['-at', '-pk'], 'verbose_name': 'line of the journal', 'verbose_name_plural': 'lines of the journal'},
        ),
        migrations.AlterField(
            model_name='flag',
            name='upheld',
            field=models.BooleanField(blank=True, choices=[(None, 'to be looked at'), (True, 'upheld'), (False, 'dismissed')], null=True, verbose_name='verdict'),
        ),
    ]
