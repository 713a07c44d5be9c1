"""Suggestions, pages and people can be flagged, each for a rule."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0030_queue_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='flag',
            name='flag_has_a_reason',
        ),
        migrations.AddField(
            model_name='flag',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flags_about', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='flag',
            name='page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='wiki.page', verbose_name='page'),
        ),
        migrations.AddField(
            model_name='flag',
            name='rule',
            field=models.CharField(choices=[('person', 'It attacks somebody'), ('hate', 'Its words are hateful'), ('private', 'It tells of somebody’s private life'), ('advertising', 'It advertises, or fills space'), ('copied', 'It is copied without the right to'), ('law', 'The law forbids it'), ('other', 'Something else')], default='other', max_length=11, verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='flag',
            name='suggestion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='wiki.suggestion', verbose_name='suggestion'),
        ),
        migrations.AlterField(
            model_name='flag',
            name='comment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='wiki.comment', verbose_name='comment'),
        ),
        migrations.AlterField(
            model_name='flag',
            name='reason',
            field=models.TextField(blank=True, verbose_name='reason'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('suggestion', 'by'), name='flag_of_suggestion_once'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('page', 'by'), name='flag_of_page_once'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('about', 'by'), name='flag_of_person_once'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('about__isnull', True), ('comment__isnull', False), ('page__isnull', True), ('suggestion__isnull', True)), models.Q(('about__isnull', True), ('comment__isnull', True), ('page__isnull', True), ('suggestion__isnull', False)), models.Q(('about__isnull', True), ('comment__isnull', True), ('page__isnull', False), ('suggestion__isnull', True)), models.Q(('about__isnull', False), ('comment__isnull', True), ('page__isnull', True), ('suggestion__isnull', True)), _connector='OR'), name='flag_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['person', 'hate', 'private', 'advertising', 'copied', 'law', 'other'])), name='flag_rule_is_known'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('reason__gt', ''), models.Q(('rule', 'other'), _negated=True), _connector='OR'), name='flag_has_a_reason'),
        ),
    ]
