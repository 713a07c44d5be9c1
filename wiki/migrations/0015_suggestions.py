"""Suggestions, their versions and the reviews of them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0014_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made on')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('open', 'open'), ('asked', 'changes asked'), ('accepted', 'accepted'), ('partly', 'partly accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], db_index=True, default='open', max_length=9, verbose_name='state')),
                ('summary', models.CharField(max_length=500, verbose_name='why')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled on')),
                ('proposal', models.TextField(blank=True, verbose_name='proposed source')),
                ('marks', models.JSONField(blank=True, default=list, editable=False)),
                ('coarse', models.BooleanField(default=False, editable=False)),
                ('fields', models.JSONField(blank=True, default=dict, verbose_name='title and description')),
                ('footing', models.CharField(choices=[('current', 'up to date'), ('merged', 'merged automatically'), ('conflict', 'needs its author')], default='current', max_length=8, verbose_name='footing')),
                ('numbered', models.PositiveIntegerField(default=0, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wiki.pagerevision', verbose_name='made on revision')),
                ('on', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wiki.pagerevision', verbose_name='stands on revision')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suggestions', to='wiki.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'suggestion',
                'verbose_name_plural': 'suggestions',
                'ordering': ['created', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('verdict', models.CharField(choices=[('accepted', 'accepted'), ('asked', 'changes asked'), ('declined', 'declined'), ('there', 'published meanwhile')], max_length=8, verbose_name='verdict')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('changes', models.JSONField(blank=True, default=dict, verbose_name='changes')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wiki.pagerevision', verbose_name='revision')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='wiki.suggestion', verbose_name='suggestion')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='pagerevision',
            name='suggestion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='wiki.suggestion', verbose_name='suggestion'),
        ),
        migrations.CreateModel(
            name='SuggestionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent on')),
                ('proposal', models.TextField(blank=True, verbose_name='proposed source')),
                ('fields', models.JSONField(blank=True, default=dict, verbose_name='title and description')),
                ('summary', models.CharField(max_length=500, verbose_name='why')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('on', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wiki.pagerevision', verbose_name='stands on revision')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='wiki.suggestion', verbose_name='suggestion')),
            ],
            options={
                'verbose_name': 'version of a suggestion',
                'verbose_name_plural': 'versions of suggestions',
                'ordering': ['number'],
            },
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['page', 'state'], name='suggestion_of_page'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['author', 'created'], name='suggestion_of_author'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'asked', 'accepted', 'partly', 'declined', 'withdrawn'])), name='suggestion_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('footing__in', ['current', 'merged', 'conflict'])), name='suggestion_footing_is_known'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('summary__gt', '')), name='suggestion_says_why'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state__in', ['draft', 'open', 'asked'])), models.Q(models.Q(('state__in', ['draft', 'open', 'asked']), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='suggestion_is_settled_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('by__isnull', False), ('revision__isnull', False)), fields=('suggestion', 'version'), name='review_publishes_a_version_once'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['accepted', 'asked', 'declined', 'there'])), name='review_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('reason__gt', ''), models.Q(('verdict__in', ['declined', 'asked']), _negated=True), _connector='OR'), name='review_that_says_no_says_why'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict__in', ['accepted', 'there']), ('revision__isnull', False)), models.Q(models.Q(('verdict__in', ['accepted', 'there']), _negated=True), ('revision__isnull', True)), _connector='OR'), name='review_that_accepts_has_a_revision'),
        ),
        migrations.AddConstraint(
            model_name='suggestionversion',
            constraint=models.UniqueConstraint(fields=('suggestion', 'number'), name='suggestion_version_number_unique'),
        ),
    ]
