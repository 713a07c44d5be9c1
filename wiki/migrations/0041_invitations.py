"""Accounts by invitation, and proofs of work: when newcomers are asked for one, reports without one."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def close(apps, schema_editor):
    """Before this nobody could be invited: a site for the invited was closed."""
    apps.get_model('wiki', 'SiteSettings').objects.filter(sign_up='invited').update(sign_up='closed')


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0040_sieves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('note', models.CharField(max_length=200, verbose_name='why')),
                ('made', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made on')),
                ('until', models.DateTimeField(verbose_name='valid until')),
                ('most', models.PositiveSmallIntegerField(default=1, verbose_name='people')),
                ('used', models.PositiveSmallIntegerField(default=0, verbose_name='accounts made')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='sent to')),
                ('is_sent', models.BooleanField(default=False, verbose_name='sent by e-mail')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked on')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-made', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='sitesettings',
            name='settings_sign_up_is_known',
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='proofs',
            field=models.CharField(choices=[('off', 'never'), ('crowded', 'once many accounts come from one network'), ('always', 'always')], default='off', max_length=7, verbose_name='proof of work of newcomers'),
        ),
        migrations.AlterField(
            model_name='sitesettings',
            name='sign_up',
            field=models.CharField(choices=[('open', 'open to everybody'), ('invited', 'by invitation'), ('closed', 'closed')], default='open', max_length=8, verbose_name='creation of accounts'),
        ),
        migrations.AddConstraint(
            model_name='sitesettings',
            constraint=models.CheckConstraint(condition=models.Q(('sign_up__in', ['open', 'invited', 'closed'])), name='settings_sign_up_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sitesettings',
            constraint=models.CheckConstraint(condition=models.Q(('proofs__in', ['off', 'crowded', 'always'])), name='settings_proofs_are_known'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 100)), name='invitation_is_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('used__lte', models.F('most'))), name='invitation_is_used_as_often_at_most'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), ('most', 1), _connector='OR'), name='invitation_sent_is_for_one'),
        ),
        migrations.AddField(
            model_name='flag',
            name='unproved',
            field=models.BooleanField(default=False, editable=False, verbose_name='without proof of work'),
        ),
        migrations.RunPython(migrations.RunPython.noop, close, elidable=True),
    ]
