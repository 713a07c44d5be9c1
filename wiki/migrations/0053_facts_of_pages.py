from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0052_feedback'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fact',
            name='fact_kind_is_known',
        ),
        migrations.AlterField(
            model_name='fact',
            name='kind',
            field=models.CharField(choices=[('opened', 'thread opened'), ('replied', 'reply'), ('resolved', 'thread resolved'), ('reopened', 'thread reopened'), ('proposed', 'suggestion received'), ('amended', 'suggestion amended'), ('asked', 'changes asked'), ('approved', 'suggestion approved'), ('accepted', 'suggestion accepted'), ('declined', 'suggestion declined'), ('supported', 'support'), ('objected', 'objection'), ('revised', 'page changed'), ('created', 'new page'), ('reminded', 'reminder'), ('mentioned', 'mention added'), ('taken', 'suggestion being read'), ('outdated', 'page to be updated'), ('feedback', 'answers of readers')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='topic',
            field=models.CharField(choices=[('answers', 'somebody answers or mentions me'), ('mine', 'one of my suggestions moves on'), ('words', 'my words are changed'), ('deciding', 'a suggestion or a page waits for me to decide'), ('watched', 'something I follow changes')], max_length=10, verbose_name='topic'),
        ),
        migrations.AlterField(
            model_name='noticesettings',
            name='deciding',
            field=models.CharField(choices=[('once', 'at once'), ('daily', 'each day'), ('weekly', 'each week'), ('never', 'never')], default='daily', max_length=6, verbose_name='a suggestion or a page waits for me to decide'),
        ),
        migrations.AddConstraint(
            model_name='fact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opened', 'replied', 'resolved', 'reopened', 'proposed', 'amended', 'asked', 'approved', 'accepted', 'declined', 'supported', 'objected', 'revised', 'created', 'reminded', 'mentioned', 'taken', 'outdated', 'feedback'])), name='fact_kind_is_known'),
        ),
    ]
