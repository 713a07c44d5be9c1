"""How far the text of each revision goes, in words; and lines of the journal told by an author."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0044_credits'),
    ]

    operations = [
        migrations.AddField(
            model_name='pagerevision',
            name='words',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='words'),
        ),
        migrations.AddField(
            model_name='pagerevision',
            name='added',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='words added'),
        ),
        migrations.AddField(
            model_name='pagerevision',
            name='removed',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='words removed'),
        ),
        migrations.AddField(
            model_name='pagerevision',
            name='slight',
            field=models.BooleanField(default=False, editable=False, verbose_name='spelling and signs alone'),
        ),
        migrations.AddField(
            model_name='pagerevision',
            name='reworded',
            field=models.DateTimeField(editable=False, null=True, verbose_name='summary reworded on'),
        ),
        migrations.RemoveConstraint(
            model_name='moderationentry',
            name='journal_role_is_known',
        ),
        migrations.AlterField(
            model_name='moderationentry',
            name='role',
            field=models.CharField(blank=True, choices=[('site', 'the site itself'), ('admin', 'administration'), ('moderator', 'moderation'), ('referent', 'review team'), ('trusted', 'trusted contributors'), ('author', 'its author')], max_length=9, verbose_name='in the role of'),
        ),
        migrations.AddConstraint(
            model_name='moderationentry',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['', 'site', 'admin', 'moderator', 'referent', 'trusted', 'author'])), name='journal_role_is_known'),
        ),
    ]
