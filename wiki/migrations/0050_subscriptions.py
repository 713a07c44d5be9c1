"""What people without an account follow by mail."""

import accounts.models
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0049_words_told'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', accounts.models.FoldedEmailField(max_length=254, verbose_name='e-mail address')),
                ('below', models.BooleanField(default=False, verbose_name='with the pages below')),
                ('pace', models.CharField(choices=[('daily', 'each day'), ('weekly', 'each week')], max_length=6, verbose_name='mail')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked on')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed on')),
                ('told_until', models.DateTimeField(blank=True, null=True, verbose_name='told until')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wiki.page', verbose_name='page')),
            ],
            options={
                'verbose_name': 'subscription by mail',
                'verbose_name_plural': 'subscriptions by mail',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('email', 'page'), name='subscription_is_one'), models.CheckConstraint(condition=models.Q(('pace__in', ['daily', 'weekly'])), name='subscription_pace_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('told_until', None)), models.Q(('confirmed_at__isnull', False), ('told_until__isnull', False)), _connector='OR'), name='subscription_is_told_once_confirmed')],
            },
        ),
    ]
