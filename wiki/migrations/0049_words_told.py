"""Authors are told that their words were changed, and where; two more kinds of facts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0048_first_suggestions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rewording',
            fields=[
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='wiki.pagerevision')),
                ('lost', models.JSONField(default=dict, editable=False)),
                ('spans', models.JSONField(default=list, editable=False)),
                ('before', models.TextField(editable=False)),
                ('after', models.TextField(editable=False)),
            ],
            options={
                'verbose_name': 'rewording',
                'verbose_name_plural': 'rewordings',
            },
        ),
        migrations.RemoveConstraint(
            model_name='fact',
            name='fact_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_pace_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='noticesettings',
            name='notice_settings_paces_are_known',
        ),
        migrations.AddField(
            model_name='notice',
            name='passages',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='noticesettings',
            name='words',
            field=models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], default='daily', max_length=6, verbose_name='my words are changed'),
        ),
        migrations.AlterField(
            model_name='fact',
            name='kind',
            field=models.CharField(choices=[('opened', 'thread opened'), ('replied', 'reply'), ('resolved', 'thread resolved'), ('reopened', 'thread reopened'), ('proposed', 'suggestion received'), ('amended', 'suggestion amended'), ('asked', 'changes asked'), ('approved', 'suggestion approved'), ('accepted', 'suggestion accepted'), ('declined', 'suggestion declined'), ('supported', 'support'), ('objected', 'objection'), ('revised', 'page changed'), ('created', 'new page'), ('reminded', 'reminder'), ('mentioned', 'mention added'), ('taken', 'suggestion being read')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='topic',
            field=models.CharField(choices=[('answers', 'somebody answers or mentions me'), ('mine', 'one of my suggestions moves on'), ('words', 'my words are changed'), ('deciding', 'a suggestion waits for my decision'), ('watched', 'something I follow changes')], max_length=10, verbose_name='topic'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='why',
            field=models.CharField(choices=[('mentioned', 'because you are mentioned'), ('opened', 'because you opened this thread'), ('took part', 'because you take part in it'), ('author', 'because you wrote this suggestion'), ('words', 'because you wrote these words'), ('decides', 'because you decide here'), ('thread', 'because you follow this thread'), ('suggestion', 'because you follow this suggestion'), ('page', 'because you follow this page'), ('above', 'because you follow what stands above it'), ('person', 'because you follow this person')], max_length=10, verbose_name='why'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opened', 'replied', 'resolved', 'reopened', 'proposed', 'amended', 'asked', 'approved', 'accepted', 'declined', 'supported', 'objected', 'revised', 'created', 'reminded', 'mentioned', 'taken'])), name='fact_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['mentioned', 'opened', 'took part', 'author', 'words', 'decides', 'thread', 'suggestion', 'page', 'above', 'person'])), name='notice_says_why'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('pace__in', ['once', 'daily', 'weekly', 'never']), ('topic__in', ['answers', 'mine', 'words', 'deciding', 'watched'])), name='notice_pace_is_known'),
        ),
        migrations.AddConstraint(
            model_name='noticesettings',
            constraint=models.CheckConstraint(condition=models.Q(('answers__in', ['once', 'daily', 'weekly', 'never']), ('deciding__in', ['once', 'daily', 'weekly', 'never']), ('mine__in', ['once', 'daily', 'weekly', 'never']), ('watched__in', ['once', 'daily', 'weekly', 'never']), ('words__in', ['once', 'daily', 'weekly', 'never'])), name='notice_settings_paces_are_known'),
        ),
    ]
