"""What waits for the moderators is found without going through all comments and flags."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0029_journal_for_everybody'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('held', True)), fields=['created'], name='comment_held'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(condition=models.Q(('upheld', None)), fields=['comment', 'at'], name='flag_to_be_judged'),
        ),
    ]
