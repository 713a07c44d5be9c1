"""Discussions on pages, their comments, the texts that they quote."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0010_sign_up'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('html', models.TextField(blank=True, editable=False)),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written on')),
                ('edited', models.DateTimeField(blank=True, null=True, verbose_name='edited on')),
                ('held', models.BooleanField(default=False, verbose_name='held')),
                ('hidden', models.DateTimeField(blank=True, null=True, verbose_name='hidden on')),
                ('hidden_reason', models.TextField(blank=True, verbose_name='reason')),
                ('deleted', models.DateTimeField(blank=True, null=True, verbose_name='deleted on')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['created', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='QuotedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('plain', models.TextField()),
            ],
            options={
                'verbose_name': 'quoted text',
                'verbose_name_plural': 'quoted texts',
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='number')),
                ('created', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened on')),
                ('state', models.CharField(choices=[('open', 'open'), ('resolved', 'resolved'), ('locked', 'locked')], db_index=True, default='open', max_length=8, verbose_name='state')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled on')),
                ('quoted_start', models.PositiveIntegerField(blank=True, null=True)),
                ('quoted_end', models.PositiveIntegerField(blank=True, null=True)),
                ('exact', models.TextField(blank=True, verbose_name='quoted words')),
                ('prefix', models.CharField(blank=True, max_length=100)),
                ('suffix', models.CharField(blank=True, max_length=100)),
                ('place_state', models.CharField(blank=True, choices=[('anchored', 'anchored'), ('moved', 'moved'), ('detached', 'detached')], max_length=8, verbose_name='hold')),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('after', models.TextField(blank=True, verbose_name='words it stands on')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version of the page')),
            ],
            options={
                'verbose_name': 'thread',
                'verbose_name_plural': 'threads',
                'ordering': ['page', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='written on')),
                ('text', models.TextField(verbose_name='text')),
            ],
            options={
                'verbose_name': 'former text',
                'verbose_name_plural': 'former texts',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hidden by'),
        ),
        migrations.AddField(
            model_name='quotedtext',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.page'),
        ),
        migrations.AddField(
            model_name='thread',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='thread',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='threads', to='wiki.page', verbose_name='page'),
        ),
        migrations.AddField(
            model_name='thread',
            name='quoted',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wiki.quotedtext'),
        ),
        migrations.AddField(
            model_name='thread',
            name='revision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wiki.pagerevision', verbose_name='revision'),
        ),
        migrations.AddField(
            model_name='thread',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='settled by'),
        ),
        migrations.AddField(
            model_name='comment',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='wiki.thread', verbose_name='thread'),
        ),
        migrations.AddField(
            model_name='wording',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='wiki.comment', verbose_name='comment'),
        ),
        migrations.AddConstraint(
            model_name='quotedtext',
            constraint=models.UniqueConstraint(fields=('page', 'digest'), name='quoted_text_is_kept_once'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.UniqueConstraint(fields=('page', 'number'), name='thread_number_unique_per_page'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'resolved', 'locked'])), name='thread_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end__isnull', True), ('exact', ''), ('place_state', ''), ('quoted__isnull', True), ('start__isnull', True)), models.Q(('exact__gt', ''), ('place_state__in', ['anchored', 'moved', 'detached']), ('quoted__isnull', False), ('start__lte', models.F('end'))), _connector='OR'), name='thread_holds_words_or_the_whole_page'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['author', 'created'], name='comment_of_author'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['thread', 'created'], name='comment_of_thread'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text__gt', ''), ('deleted__isnull', False), _connector='OR'), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('hidden__isnull', True), ('hidden_reason__gt', ''), _connector='OR'), name='comment_is_hidden_for_a_reason'),
        ),
    ]
