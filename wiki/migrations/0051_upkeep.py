import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0050_subscriptions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Upkeep',
            fields=[
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='upkeep', serialize=False, to='wiki.page', verbose_name='page')),
                ('due', models.DateField(verbose_name='to be looked at on')),
                ('months', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='months until the next look')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='last found right on')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('late_since', models.DateField(blank=True, editable=False, null=True, verbose_name='to be updated since')),
                ('reminded_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last recalled on')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'date of a page',
                'verbose_name_plural': 'dates of pages',
                'ordering': ['due', 'page'],
            },
        ),
        migrations.AddField(
            model_name='upkeep',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found right by'),
        ),
        migrations.AddIndex(
            model_name='upkeep',
            index=models.Index(fields=['due'], name='upkeep_due'),
        ),
        migrations.AddIndex(
            model_name='upkeep',
            index=models.Index(condition=models.Q(('late_since__isnull', False)), fields=['late_since'], name='upkeep_late'),
        ),
        migrations.AddConstraint(
            model_name='upkeep',
            constraint=models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 60)), name='upkeep_comes_after_months'),
        ),
        migrations.AddConstraint(
            model_name='upkeep',
            constraint=models.CheckConstraint(condition=models.Q(('late_since__isnull', True), ('late_since', models.F('due')), _connector='OR'), name='upkeep_is_late_since_its_day'),
        ),
    ]
