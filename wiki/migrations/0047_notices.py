"""What people follow, what happened that they may want to know, and who was told of it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_letters_to_people'),
        ('wiki', '0046_hidden_revisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'thread opened'), ('replied', 'reply'), ('resolved', 'thread resolved'), ('reopened', 'thread reopened'), ('proposed', 'suggestion received'), ('amended', 'suggestion amended'), ('asked', 'changes asked'), ('approved', 'suggestion approved'), ('accepted', 'suggestion accepted'), ('declined', 'suggestion declined'), ('supported', 'support'), ('objected', 'objection'), ('revised', 'page changed'), ('created', 'new page'), ('reminded', 'reminder')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('told_to', models.BigIntegerField(default=0, editable=False)),
                ('told_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='told on')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.comment')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.page', verbose_name='page')),
                ('reminder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.reminder')),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.review')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.pagerevision')),
                ('stand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.stand')),
                ('suggestion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.suggestion')),
                ('thread', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.thread')),
            ],
            options={
                'verbose_name': 'fact',
                'verbose_name_plural': 'facts',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('mentioned', 'because you are mentioned'), ('opened', 'because you opened this thread'), ('took part', 'because you take part in it'), ('author', 'because you wrote this suggestion'), ('decides', 'because you decide here'), ('thread', 'because you follow this thread'), ('suggestion', 'because you follow this suggestion'), ('page', 'because you follow this page'), ('above', 'because you follow what stands above it'), ('person', 'because you follow this person')], max_length=10, verbose_name='why')),
                ('topic', models.CharField(choices=[('answers', 'somebody answers or mentions me'), ('mine', 'one of my suggestions moves on'), ('deciding', 'a suggestion waits for my decision'), ('watched', 'something I follow changes')], max_length=10, verbose_name='topic')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read on')),
                ('pace', models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], max_length=6, verbose_name='mail')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='mailed on')),
                ('above', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.page')),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='wiki.fact', verbose_name='fact')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-fact', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notice_settings', serialize=False, to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('follows', models.BooleanField(default=True, verbose_name='follow what I take part in')),
                ('answers', models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], default='once', max_length=6, verbose_name='somebody answers or mentions me')),
                ('mine', models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], default='once', max_length=6, verbose_name='one of my suggestions moves on')),
                ('deciding', models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], default='daily', max_length=6, verbose_name='a suggestion waits for my decision')),
                ('watched', models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], default='weekly', max_length=6, verbose_name='something I follow changes')),
                ('hour', models.PositiveSmallIntegerField(choices=[(8, '8'), (12, '12'), (18, '18')], default=8, verbose_name='hour of the digest')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (4, 'Friday')], default=0, verbose_name='day of the weekly one')),
                ('paused_until', models.DateField(blank=True, null=True, verbose_name='no mail until')),
                ('refused_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='address refused on')),
            ],
            options={
                'verbose_name': 'notice settings',
                'verbose_name_plural': 'notice settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('answers__in', ['once', 'daily', 'weekly', 'never']), ('deciding__in', ['once', 'daily', 'weekly', 'never']), ('mine__in', ['once', 'daily', 'weekly', 'never']), ('watched__in', ['once', 'daily', 'weekly', 'never'])), name='notice_settings_paces_are_known'), models.CheckConstraint(condition=models.Q(models.Q(('hour', 8), ('hour', 12), ('hour', 18), _connector='OR'), models.Q(('weekday', 0), ('weekday', 4), _connector='OR')), name='notice_settings_times_are_known')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('below', models.BooleanField(default=False, verbose_name='with the pages below')),
                ('level', models.CharField(choices=[('discussion', 'changes and discussion'), ('changes', 'changes'), ('new', 'new pages only'), ('mine', 'what concerns me'), ('nothing', 'nothing')], max_length=10, verbose_name='level')),
                ('by_itself', models.BooleanField(default=False, verbose_name='followed by taking part')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='wiki.page')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('suggestion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='wiki.suggestion')),
                ('thread', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='wiki.thread')),
                ('whom', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'watch',
                'verbose_name_plural': 'watches',
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(condition=models.Q(('told_at__isnull', True)), fields=['at'], name='fact_to_be_told'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opened', 'replied', 'resolved', 'reopened', 'proposed', 'amended', 'asked', 'approved', 'accepted', 'declined', 'supported', 'objected', 'revised', 'created', 'reminded'])), name='fact_kind_is_known'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='notice_unread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('mailed_at', None), ('pace__in', ['daily', 'weekly'])), fields=['person'], name='notice_for_a_digest'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'fact'), name='notice_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['mentioned', 'opened', 'took part', 'author', 'decides', 'thread', 'suggestion', 'page', 'above', 'person'])), name='notice_says_why'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('pace__in', ['once', 'daily', 'weekly', 'never']), ('topic__in', ['answers', 'mine', 'deciding', 'watched'])), name='notice_pace_is_known'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['discussion', 'changes', 'new', 'mine', 'nothing'])), name='watch_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('page__isnull', False), ('suggestion', None), ('thread', None), ('whom', None)), models.Q(('below', False), ('page', None), ('suggestion', None), ('thread__isnull', False), ('whom', None)), models.Q(('below', False), ('page', None), ('suggestion__isnull', False), ('thread', None), ('whom', None)), models.Q(('below', False), ('page', None), ('suggestion', None), ('thread', None), ('whom__isnull', False)), _connector='OR'), name='watch_is_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(condition=models.Q(('page__isnull', False)), fields=('person', 'page'), name='watch_of_a_page_is_one'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(condition=models.Q(('thread__isnull', False)), fields=('person', 'thread'), name='watch_of_a_thread_is_one'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(condition=models.Q(('suggestion__isnull', False)), fields=('person', 'suggestion'), name='watch_of_a_suggestion_is_one'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(condition=models.Q(('whom__isnull', False)), fields=('person', 'whom'), name='watch_of_a_whom_is_one'),
        ),
    ]
