import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0051_upkeep'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('helped', models.BooleanField(verbose_name='helped')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='words of a reader')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('crowded', models.BooleanField(default=False, verbose_name='one of many from one network')),
            ],
            options={
                'verbose_name': 'answer of a reader',
                'verbose_name_plural': 'answers of readers',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='feedback',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='wiki.page', verbose_name='page'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['page', 'at'], name='feedback_of_page'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('words__gt', '')), fields=['at'], name='feedback_with_words'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['at'], name='feedback_by_day'),
        ),
    ]
