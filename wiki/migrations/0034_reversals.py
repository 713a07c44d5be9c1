"""What one account did, undone as one deed; refusals of suggestions that count no more."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0033_measures_known'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='taken_back',
            field=models.DateTimeField(blank=True, null=True, verbose_name='taken back on'),
        ),
        migrations.CreateModel(
            name='Reversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('sorts', models.JSONField(default=list, verbose_name='of what')),
                ('since', models.DateTimeField(blank=True, null=True, verbose_name='since')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('reason', models.TextField(verbose_name='reason')),
                ('public_reason', models.TextField(blank=True, verbose_name='reason, as anybody reads it')),
                ('stride', models.CharField(choices=[('running', 'under way'), ('done', 'done'), ('undoing', 'being taken back'), ('undone', 'taken back')], default='running', max_length=7, verbose_name='state')),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last step')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back on')),
                ('undone_reason', models.TextField(blank=True, verbose_name='why it was taken back')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
            ],
            options={
                'verbose_name': 'reversal',
                'verbose_name_plural': 'reversals',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReversalItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('comment', 'Comments'), ('suggestion', 'Open suggestions'), ('stand', 'Supports and objections'), ('flag', 'Reports that nobody has judged'), ('text', 'Direct edits of pages'), ('accepted', 'Suggestions that were published'), ('page', 'Pages that it made'), ('file', 'Files that it sent')], max_length=10, verbose_name='kind')),
                ('target', models.PositiveBigIntegerField(verbose_name='number')),
                ('fate', models.CharField(choices=[('waiting', 'waits'), ('done', 'undone'), ('left', 'left as it is'), ('back', 'brought back'), ('kept', 'not brought back')], default='waiting', max_length=7, verbose_name='state')),
                ('why', models.CharField(blank=True, choices=[('conflict', 'Others have changed the same words since: theirs stay, edit the page by hand.'), ('partly', 'In part: others have changed some of the same words since, and theirs stay.'), ('gone', 'Nothing of it is left to undo.'), ('shared', 'Others wrote there too, or pages of others stand below it: archive it by hand.'), ('placed', 'It changed where the page stands, or whether it is published: see to it by hand.'), ('archived', 'The page was archived.'), ('shown', 'A page still shows it.'), ('with-page', 'Nobody sees it: only archived pages show it.'), ('replaced', 'It took the place of an older file: put that one back by hand.'), ('judged', 'Its comment is out of sight by reports: decide on that in the queue.'), ('settled', 'Somebody has decided otherwise meanwhile.'), ('taken', 'Another one stands in its place by now.'), ('refused', 'What would be left is no page that can be kept: edit it by hand.'), ('busy', 'Others were writing there all the time: try again.')], max_length=9, verbose_name='why')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='before')),
                ('made', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wiki.pagerevision', verbose_name='revision')),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wiki.page', verbose_name='page')),
                ('reversal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='wiki.reversal', verbose_name='reversal')),
            ],
            options={
                'verbose_name': 'thing undone',
                'verbose_name_plural': 'things undone',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.UniqueConstraint(condition=models.Q(('stride__in', ['running', 'undoing'])), fields=('person',), name='reversal_of_an_account_is_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.CheckConstraint(condition=models.Q(('stride__in', ['running', 'done', 'undoing', 'undone'])), name='reversal_stride_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.CheckConstraint(condition=models.Q(('reason__gt', '')), name='reversal_says_why'),
        ),
        migrations.AddIndex(
            model_name='reversalitem',
            index=models.Index(fields=['sort', 'target'], name='reversal_item_of_thing'),
        ),
        migrations.AddConstraint(
            model_name='reversalitem',
            constraint=models.UniqueConstraint(fields=('reversal', 'sort', 'target'), name='reversal_item_is_one'),
        ),
        migrations.AddConstraint(
            model_name='reversalitem',
            constraint=models.CheckConstraint(condition=models.Q(('sort__in', ['comment', 'suggestion', 'stand', 'flag', 'text', 'accepted', 'page', 'file'])), name='reversal_item_sort_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reversalitem',
            constraint=models.CheckConstraint(condition=models.Q(('fate__in', ['waiting', 'done', 'left', 'back', 'kept'])), name='reversal_item_fate_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reversalitem',
            constraint=models.CheckConstraint(condition=models.Q(('why__in', ['', 'conflict', 'partly', 'gone', 'shared', 'placed', 'archived', 'shown', 'with-page', 'replaced', 'judged', 'settled', 'taken', 'refused', 'busy'])), name='reversal_item_why_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reversalitem',
            constraint=models.CheckConstraint(condition=models.Q(('why__gt', ''), models.Q(('fate__in', ['left', 'kept']), _negated=True), _connector='OR'), name='reversal_item_left_says_why'),
        ),
    ]
