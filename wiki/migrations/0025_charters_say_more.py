"""What a charter says of silence, answers, objections and first comments."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0024_pictures_held'),
    ]

    operations = [
        migrations.AddField(
            model_name='charter',
            name='answer_days',
            field=models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days until an answer, as promised'),
        ),
        migrations.AddField(
            model_name='charter',
            name='consent_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='days until tacit consent'),
        ),
        migrations.AddField(
            model_name='charter',
            name='consent_since',
            field=models.DateTimeField(editable=False, null=True, verbose_name='tacit consent is so since'),
        ),
        migrations.AddField(
            model_name='charter',
            name='consent_supports',
            field=models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='supports that tacit consent needs'),
        ),
        migrations.AddField(
            model_name='charter',
            name='first_posts_held',
            field=models.BooleanField(default=False, verbose_name='first comments of new accounts wait for a moderator'),
        ),
        migrations.AddField(
            model_name='charter',
            name='objection_asks',
            field=models.CharField(blank=True, max_length=300, verbose_name='what an objection must say'),
        ),
        migrations.AddConstraint(
            model_name='charter',
            constraint=models.CheckConstraint(condition=models.Q(('consent_days__isnull', True), models.Q(('consent_days__gte', 1), ('consent_days__lte', 90), ('consent_since__isnull', False)), _connector='OR'), name='charter_consent_comes_after_days'),
        ),
        migrations.AddConstraint(
            model_name='charter',
            constraint=models.CheckConstraint(condition=models.Q(('consent_supports__gte', 1), ('consent_supports__lte', 50)), name='charter_consent_wants_a_support_at_least'),
        ),
        migrations.AddConstraint(
            model_name='charter',
            constraint=models.CheckConstraint(condition=models.Q(('answer_days__gte', 1), ('answer_days__lte', 90)), name='charter_promises_days'),
        ),
    ]
