"""Comments that moderators hid so far can be contested; on the way back only flags on comments stay."""

from django.db import migrations


def tell(apps, schema_editor):
    comment, measure = apps.get_model('wiki', 'Comment'), apps.get_model('wiki', 'Measure')
    hidden = comment.objects.filter(hidden__isnull=False, hidden_by__isnull=False, deleted=None)
    for one in hidden.iterator(chunk_size=500):
        if one.hidden_by_id == one.author_id:
            continue
        measure.objects.create(
            kind='hide',
            person_id=one.author_id,
            comment=one,
            decided_by_id=one.hidden_by_id,
            reason=one.hidden_reason,
            at=one.hidden,
            read_at=one.hidden,
        )


def go_back(apps, schema_editor):
    flag = apps.get_model('wiki', 'Flag')
    flag.objects.filter(comment=None).delete()
    for one in flag.objects.filter(reason=''):
        one.reason = one.rule
        one.save(update_fields=['reason'])


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0032_measures'),
    ]

    operations = [
        migrations.RunPython(tell, go_back),
    ]
