"""Who wrote which words of each page: derived, made again at need."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0043_ticks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='credit', serialize=False, to='wiki.page', verbose_name='page')),
                ('revision', models.PositiveIntegerField(editable=False, verbose_name='revision')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('engine_version', models.PositiveSmallIntegerField(editable=False, verbose_name='engine version')),
                ('spans', models.JSONField(default=list, editable=False)),
                ('words', models.JSONField(default=dict, editable=False)),
                ('brought', models.JSONField(default=dict, editable=False)),
                ('known', models.JSONField(default=list, editable=False)),
            ],
            options={
                'verbose_name': 'credit',
                'verbose_name_plural': 'credits',
            },
        ),
    ]
