"""Of the site: its language, the colours of its sections, the words that welcome whoever makes an account."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0035_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='hues',
            field=models.JSONField(blank=True, default=dict, verbose_name='colours of the sections'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='language',
            field=models.CharField(blank=True, choices=[('fr', 'French'), ('en', 'English')], max_length=5, verbose_name='language of the site'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='welcome',
            field=models.CharField(blank=True, max_length=500, verbose_name='words of welcome'),
        ),
        migrations.AddConstraint(
            model_name='sitesettings',
            constraint=models.CheckConstraint(condition=models.Q(('language__in', ['', 'fr', 'en'])), name='settings_language_is_known'),
        ),
    ]
