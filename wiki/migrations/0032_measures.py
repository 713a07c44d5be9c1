"""What moderators decide of somebody is kept, and can be contested."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0031_flags_on_more'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hide', 'comment hidden'), ('ask', 'asked to rephrase a comment'), ('warn', 'warning'), ('suspend', 'suspension'), ('ban', 'ban')], max_length=7, verbose_name='measure')),
                ('reason', models.TextField(verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read on')),
                ('contested_at', models.DateTimeField(blank=True, null=True, verbose_name='contested on')),
                ('contest', models.TextField(blank=True, verbose_name='why it is contested')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered on')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('upheld', models.BooleanField(blank=True, null=True, verbose_name='upheld')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back on')),
                ('lifted_reason', models.TextField(blank=True, verbose_name='why it was taken back')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='wording',
            name='hidden',
            field=models.BooleanField(default=False, verbose_name='hidden'),
        ),
        migrations.AddField(
            model_name='measure',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='measure',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='wiki.comment', verbose_name='comment'),
        ),
        migrations.AddField(
            model_name='measure',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='measure',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
        ),
        migrations.AddField(
            model_name='measure',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(condition=models.Q(('answered_at', None), ('contested_at__isnull', False), ('lifted_at', None)), fields=['contested_at'], name='measure_contested'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['hide', 'ask', 'warn', 'suspend', 'ban'])), name='measure_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('reason__gt', '')), name='measure_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspend'), ('until__gt', models.F('at'))), models.Q(models.Q(('kind', 'suspend'), _negated=True), ('until', None)), _connector='OR'), name='measure_ends_if_it_suspends'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('comment__isnull', False), ('kind__in', ('warn', 'suspend', 'ban')), _connector='OR'), name='measure_tells_its_comment'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('contest', ''), ('contested_at', None)), models.Q(('contest__gt', ''), ('contested_at__isnull', False)), _connector='OR'), name='measure_is_contested_in_words'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('upheld', None)), models.Q(('answered_at__isnull', False), ('upheld__isnull', False)), _connector='OR'), name='measure_is_answered_one_way'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'ban'), ('lifted_at', None)), fields=('person',), name='ban_of_a_person_is_one'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('hide', 'ask')), ('lifted_at', None)), fields=('comment',), name='measure_of_a_comment_is_one'),
        ),
    ]
