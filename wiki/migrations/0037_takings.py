"""Who is at what waits to be decided, and until when."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0036_colours_and_welcome'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Taking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('suggestion', 'suggestion'), ('comment', 'comment')], max_length=10, verbose_name='what')),
                ('key', models.PositiveBigIntegerField(verbose_name='number')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'taking',
                'verbose_name_plural': 'takings',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='taking_is_by_one'), models.CheckConstraint(condition=models.Q(('kind__in', ['suggestion', 'comment'])), name='taking_kind_is_known'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='taking_lasts')],
            },
        ),
    ]
