"""Supports and objections."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0019_aims'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Stand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('stance', models.CharField(choices=[('support', 'support'), ('objection', 'objection')], max_length=9, verbose_name='stance')),
                ('change', models.CharField(blank=True, max_length=12, verbose_name='change')),
                ('changes', models.JSONField(blank=True, default=dict, verbose_name='changes')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('other_way', models.TextField(blank=True, verbose_name='another way')),
                ('taken_back', models.DateTimeField(blank=True, null=True, verbose_name='taken back on')),
                ('lapsed', models.DateTimeField(blank=True, null=True, verbose_name='lapsed on')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stands', to='wiki.suggestion', verbose_name='suggestion')),
            ],
            options={
                'verbose_name': 'stand',
                'verbose_name_plural': 'stands',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lapsed__isnull', True), ('taken_back__isnull', True)), fields=('suggestion', 'by', 'change'), name='stand_of_a_person_is_one'), models.CheckConstraint(condition=models.Q(('stance__in', ['support', 'objection'])), name='stand_stance_is_known'), models.CheckConstraint(condition=models.Q(('stance', 'support'), models.Q(('other_way__gt', ''), ('reason__gt', '')), _connector='OR'), name='objection_says_why_and_how_else')],
            },
        ),
    ]
