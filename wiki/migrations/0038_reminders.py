"""What was recalled to whom of a suggestion, and when its author was answered."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0037_takings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestion',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='answered on'),
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('near', 'the promised answer is due soon'), ('late', 'the promised answer is late'), ('asked', 'changes were asked of its author'), ('conflict', 'its author must say what becomes of it')], max_length=8, verbose_name='kind')),
                ('since', models.DateTimeField(verbose_name='waiting since')),
                ('due', models.DateTimeField(verbose_name='due')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='wiki.suggestion', verbose_name='suggestion')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('suggestion', 'kind', 'since', 'to'), name='reminder_is_written_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['near', 'late', 'asked', 'conflict'])), name='reminder_kind_is_known')],
            },
        ),
    ]
