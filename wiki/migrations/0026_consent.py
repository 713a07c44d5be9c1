"""Suggestions that are adopted by tacit consent, and since when each has been open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0025_charters_say_more'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='review',
            name='review_that_accepts_has_a_revision',
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_verdict_is_known',
        ),
        migrations.AddField(
            model_name='suggestion',
            name='open_since',
            field=models.DateTimeField(blank=True, null=True, verbose_name='open since'),
        ),
        migrations.AlterField(
            model_name='pagerevision',
            name='origin',
            field=models.CharField(choices=[('edit', 'edit'), ('suggestion', 'suggestion'), ('import', 'import'), ('restore', 'restore'), ('move', 'move'), ('consent', 'tacit consent')], default='edit', max_length=12, verbose_name='origin'),
        ),
        migrations.AlterField(
            model_name='review',
            name='verdict',
            field=models.CharField(choices=[('accepted', 'accepted'), ('asked', 'changes asked'), ('declined', 'declined'), ('there', 'published meanwhile'), ('approved', 'approved'), ('consent', 'adopted by tacit consent')], max_length=8, verbose_name='verdict'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['accepted', 'asked', 'declined', 'there', 'approved', 'consent'])), name='review_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict__in', ('accepted', 'there', 'consent')), ('revision__isnull', False)), models.Q(models.Q(('verdict__in', ('accepted', 'there', 'consent')), _negated=True), ('revision__isnull', True)), _connector='OR'), name='review_that_accepts_has_a_revision'),
        ),
    ]
