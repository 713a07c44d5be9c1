"""Referents who are away, and who decides in their place."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0027_open_since_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='referent',
            name='away_until',
            field=models.DateField(blank=True, null=True, verbose_name='away until'),
        ),
        migrations.AddField(
            model_name='referent',
            name='deputy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='in their place'),
        ),
        migrations.AlterField(
            model_name='charter',
            name='referents',
            field=models.ManyToManyField(blank=True, related_name='charters', through='wiki.Referent', through_fields=('charter', 'person'), to=settings.AUTH_USER_MODEL, verbose_name='referents'),
        ),
        migrations.AlterField(
            model_name='referent',
            name='charter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='wiki.charter', verbose_name='charter'),
        ),
        migrations.AddConstraint(
            model_name='referent',
            constraint=models.CheckConstraint(condition=models.Q(('deputy__isnull', True), ('away_until__isnull', False), _connector='OR'), name='referent_has_a_deputy_while_away'),
        ),
    ]
