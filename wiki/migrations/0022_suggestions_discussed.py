"""Discussions of what is proposed, beside those of pages."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0021_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='change',
            field=models.CharField(blank=True, max_length=12, verbose_name='change'),
        ),
        migrations.AddField(
            model_name='thread',
            name='suggestion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='wiki.suggestion', verbose_name='suggestion'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change', ''), ('suggestion__isnull', True)), models.Q(('place_state', ''), ('suggestion__isnull', False)), _connector='OR'), name='thread_is_of_a_page_or_of_a_suggestion'),
        ),
    ]
