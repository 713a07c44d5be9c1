"""A review may be an approval: one of several that a charter asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0016_charters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='review',
            name='review_verdict_is_known',
        ),
        migrations.AlterField(
            model_name='review',
            name='verdict',
            field=models.CharField(choices=[('accepted', 'accepted'), ('asked', 'changes asked'), ('declined', 'declined'), ('there', 'published meanwhile'), ('approved', 'approved')], max_length=8, verbose_name='verdict'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['accepted', 'asked', 'declined', 'there', 'approved'])), name='review_verdict_is_known'),
        ),
    ]
