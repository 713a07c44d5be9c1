"""The thread that a suggestion answers, and resolves."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0020_stands'),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestion',
            name='answers',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answered_by', to='wiki.thread', verbose_name='answers the thread'),
        ),
    ]
