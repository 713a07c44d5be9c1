"""Charters of sections, whom they name, and what they said before."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0015_suggestions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Charter',
            fields=[
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='charter', serialize=False, to='wiki.page', verbose_name='section')),
                ('approvals', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='approvals needed')),
                ('own_acceptance', models.BooleanField(default=False, verbose_name='those who decide may accept their own suggestions')),
                ('direct_edits', models.CharField(choices=[('referents', 'referents'), ('trusted', 'referents and trusted contributors')], default='referents', max_length=9, verbose_name='who edits directly')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'charter',
                'verbose_name_plural': 'charters',
                'ordering': ['section'],
            },
        ),
        migrations.CreateModel(
            name='Referent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.charter', verbose_name='charter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'referent',
                'verbose_name_plural': 'referents',
            },
        ),
        migrations.AddField(
            model_name='charter',
            name='referents',
            field=models.ManyToManyField(blank=True, related_name='charters', through='wiki.Referent', to=settings.AUTH_USER_MODEL, verbose_name='referents'),
        ),
        migrations.CreateModel(
            name='CharterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('said', models.JSONField(default=dict, verbose_name='what it said')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('charter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='wiki.charter', verbose_name='charter')),
            ],
            options={
                'verbose_name': 'version of a charter',
                'verbose_name_plural': 'versions of charters',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('charter', 'number'), name='charter_version_number_unique')],
            },
        ),
        migrations.AddConstraint(
            model_name='referent',
            constraint=models.UniqueConstraint(fields=('charter', 'person'), name='referent_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='charter',
            constraint=models.CheckConstraint(condition=models.Q(('approvals__gte', 1), ('approvals__lte', 20)), name='charter_wants_an_approval_at_least'),
        ),
        migrations.AddConstraint(
            model_name='charter',
            constraint=models.CheckConstraint(condition=models.Q(('direct_edits__in', ['referents', 'trusted'])), name='charter_direct_edits_are_known'),
        ),
    ]
