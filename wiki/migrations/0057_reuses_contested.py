"""Measures on reuses, which can be contested; what a reuse said before it was told otherwise."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0056_audit_and_purge'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Retelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='told on')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='in one sentence')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('done', models.TextField(blank=True, verbose_name='what was done')),
                ('worked', models.TextField(blank=True, verbose_name='what worked')),
                ('failed', models.TextField(blank=True, verbose_name='what did not work')),
                ('link', models.CharField(blank=True, max_length=500, verbose_name='link')),
                ('alt', models.CharField(blank=True, max_length=500, verbose_name='what the picture shows')),
                ('hidden', models.BooleanField(default=False, verbose_name='hidden')),
            ],
            options={
                'verbose_name': 'former account',
                'verbose_name_plural': 'former accounts',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_tells_its_comment',
        ),
        migrations.AddField(
            model_name='measure',
            name='reuse',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='wiki.reuse', verbose_name='reuse'),
        ),
        migrations.AlterField(
            model_name='measure',
            name='kind',
            field=models.CharField(choices=[('hide', 'comment hidden'), ('ask', 'asked to rephrase a comment'), ('reuse', 'reuse hidden'), ('warn', 'warning'), ('suspend', 'suspension'), ('ban', 'ban')], max_length=7, verbose_name='measure'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['hide', 'ask', 'reuse', 'warn', 'suspend', 'ban'])), name='measure_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('warn', 'suspend', 'ban')), ('reuse', None)), models.Q(('comment__isnull', False), ('kind__in', ('hide', 'ask')), ('reuse', None)), models.Q(('comment', None), ('kind', 'reuse'), ('reuse__isnull', False)), _connector='OR'), name='measure_tells_its_words'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'reuse'), ('lifted_at', None)), fields=('reuse',), name='measure_of_a_reuse_is_one'),
        ),
        migrations.AddField(
            model_name='retelling',
            name='reuse',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retellings', to='wiki.reuse', verbose_name='reuse'),
        ),
    ]
