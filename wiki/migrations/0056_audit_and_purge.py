"""What the journal keeps for audits, for a time; pages whose words went for ever."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0055_credit_in_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='moderationentry',
            name='after_hash',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='seal of what is since'),
        ),
        migrations.AddField(
            model_name='moderationentry',
            name='before_hash',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='seal of what was'),
        ),
        migrations.AddField(
            model_name='moderationentry',
            name='network',
            field=models.CharField(blank=True, editable=False, max_length=43, verbose_name='network, cut short'),
        ),
        migrations.AddIndex(
            model_name='moderationentry',
            index=models.Index(condition=models.Q(('network__gt', '')), fields=['at'], name='journal_with_network'),
        ),
        migrations.AddField(
            model_name='page',
            name='purged_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='purged on'),
        ),
        migrations.AddConstraint(
            model_name='page',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at__isnull', True), models.Q(('header', ''), ('html', ''), ('source', ''), ('state', 'archived')), _connector='OR'), name='page_that_is_purged_says_nothing'),
        ),
    ]
