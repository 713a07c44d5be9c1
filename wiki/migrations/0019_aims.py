"""What a suggestion would do: another text, a new page, another place, archiving."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0018_approvals_go'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='suggestion',
            name='aim',
            field=models.CharField(choices=[('text', 'another text'), ('page', 'a new page'), ('place', 'another place'), ('archive', 'archiving')], default='text', max_length=7, verbose_name='aim'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('aim__in', ['text', 'page', 'place', 'archive'])), name='suggestion_aim_is_known'),
        ),
    ]
