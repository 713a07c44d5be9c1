"""Guides asked for in the administration: what was asked, how far it is, what it told."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0034_reversals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked on')),
                ('source', models.CharField(max_length=2000, verbose_name='source')),
                ('upload', models.CharField(blank=True, editable=False, max_length=64, verbose_name='file that was sent')),
                ('branch', models.CharField(blank=True, max_length=255, verbose_name='branch')),
                ('space', models.CharField(blank=True, max_length=1000, verbose_name='folder in the repository')),
                ('place', models.CharField(blank=True, max_length=500, verbose_name='address on the site')),
                ('with_history', models.BooleanField(default=True, verbose_name='with its history')),
                ('repair', models.BooleanField(default=False, verbose_name='broken characters repaired')),
                ('stage', models.CharField(choices=[('reading', 'being read'), ('read', 'read, to be confirmed'), ('importing', 'being brought in'), ('done', 'brought in'), ('failed', 'not brought in'), ('stopped', 'stopped')], default='reading', max_length=9, verbose_name='state')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in this state since')),
                ('task', models.UUIDField(blank=True, editable=False, null=True)),
                ('step', models.CharField(blank=True, editable=False, max_length=20)),
                ('done', models.PositiveIntegerField(default=0, editable=False)),
                ('total', models.PositiveIntegerField(default=0, editable=False)),
                ('commit', models.CharField(blank=True, editable=False, max_length=64, verbose_name='last commit')),
                ('report', models.JSONField(blank=True, default=dict, editable=False, verbose_name='report')),
                ('problem', models.TextField(blank=True, editable=False, verbose_name='what is wrong')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['reading', 'read', 'importing', 'done', 'failed', 'stopped'])), name='import_stage_is_known')],
            },
        ),
    ]
