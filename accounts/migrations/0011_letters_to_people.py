"""Letters to people, which are written as they leave, each once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_proofs'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='about',
            field=models.JSONField(blank=True, default=dict, verbose_name='about'),
        ),
        migrations.AddField(
            model_name='letter',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='letter',
            name='reference',
            field=models.CharField(blank=True, max_length=100, verbose_name='reference'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('reference',), name='accounts_letter_is_written_once'),
        ),
    ]
