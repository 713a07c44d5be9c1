"""Texts that are being written, kept for whoever writes them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0022_suggestions_discussed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, verbose_name='form')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='typed on')),
                ('values', models.JSONField(default=dict, verbose_name='what was typed')),
                ('in_view', models.JSONField(blank=True, default=dict, verbose_name='what was in view')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='draft_of_a_form_is_one')],
            },
        ),
    ]
