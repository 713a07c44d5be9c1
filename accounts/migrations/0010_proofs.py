"""Proofs of work that were accepted are not accepted once more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_barred'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpentProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('until', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'proof of work',
                'verbose_name_plural': 'proofs of work',
            },
        ),
    ]
