"""What anybody reads of the journal: in which role it was done, and why, without anybody's name."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0028_referents_away'),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationentry',
            name='public_reason',
            field=models.TextField(blank=True, verbose_name='reason, as anybody reads it'),
        ),
        migrations.AddField(
            model_name='moderationentry',
            name='role',
            field=models.CharField(blank=True, choices=[('site', 'the site itself'), ('admin', 'administration'), ('moderator', 'moderation'), ('referent', 'review team'), ('trusted', 'trusted contributors')], max_length=9, verbose_name='in the role of'),
        ),
        migrations.AddIndex(
            model_name='moderationentry',
            index=models.Index(fields=['action'], name='journal_of_deed'),
        ),
        migrations.AddConstraint(
            model_name='moderationentry',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['', 'site', 'admin', 'moderator', 'referent', 'trusted'])), name='journal_role_is_known'),
        ),
    ]
