"""What people ticked, kept for them alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0042_logo'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ticks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ticks', models.JSONField(default=dict, verbose_name='what was ticked')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'ticks of a page',
                'verbose_name_plural': 'ticks of pages',
                'ordering': ['pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('owner', 'page'), name='ticks_of_a_page_are_one'),
                    models.UniqueConstraint(condition=models.Q(('page', None)), fields=('owner',), name='ticks_of_key_actions_are_one'),
                ],
            },
        ),
    ]
