"""First comments of new accounts may be held."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0012_flags'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='first_posts',
            field=models.CharField(choices=[('shown', 'shown at once'), ('held', 'held until a moderator has read them')], default='shown', max_length=8, verbose_name='first comments of new accounts'),
        ),
        migrations.AddConstraint(
            model_name='sitesettings',
            constraint=models.CheckConstraint(condition=models.Q(('first_posts__in', ['shown', 'held'])), name='settings_first_posts_is_known'),
        ),
    ]
