"""First suggestions of new accounts are held as their first comments are: words alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0047_notices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='charter',
            name='first_posts_held',
            field=models.BooleanField(default=False, verbose_name='first comments and suggestions of new accounts wait for a look'),
        ),
        migrations.AlterField(
            model_name='sitesettings',
            name='first_posts',
            field=models.CharField(choices=[('shown', 'shown at once'), ('held', 'held until somebody who decides has read them')], default='shown', max_length=8, verbose_name='first comments and suggestions of new accounts'),
        ),
    ]
