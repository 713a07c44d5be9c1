"""Filters of words and links, and what they found in comments and suggestions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0039_answers_known'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sieve',
            fields=[
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sieve', serialize=False, to='wiki.page', verbose_name='section')),
                ('held_words', models.TextField(blank=True, verbose_name='words that make a text wait')),
                ('refused_words', models.TextField(blank=True, verbose_name='words that are refused')),
                ('known_hosts', models.TextField(blank=True, verbose_name='sites that one may link to')),
                ('blocked_hosts', models.TextField(blank=True, verbose_name='sites that are refused')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'filter of words and links',
                'verbose_name_plural': 'filters of words and links',
                'ordering': ['section'],
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='held_for',
            field=models.CharField(blank=True, max_length=120, verbose_name='held for'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='held_for',
            field=models.CharField(blank=True, max_length=120, verbose_name='held for'),
        ),
    ]
