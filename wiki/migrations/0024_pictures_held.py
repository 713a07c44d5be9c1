"""Pictures of suggestions, held until a published text shows them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0023_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='held',
            field=models.BooleanField(default=False, verbose_name='held until its suggestion is accepted'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='suggestion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pictures', to='wiki.suggestion', verbose_name='suggestion'),
        ),
    ]
