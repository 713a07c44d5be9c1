"""When those who decide first answered the suggestions that are open: with a verdict, or a comment."""

from django.db import migrations
from django.db.models import Min, OuterRef, Q, Subquery


def tell(apps, schema_editor):
    Suggestion = apps.get_model('wiki', 'Suggestion')
    Review = apps.get_model('wiki', 'Review')
    Comment = apps.get_model('wiki', 'Comment')
    Referent = apps.get_model('wiki', 'Referent')
    since = {'suggestion': OuterRef('pk'), 'at__gte': OuterRef('open_since'), 'by__isnull': False}
    reviews = Review.objects.filter(**since).exclude(by=OuterRef('author')).order_by().values('suggestion')
    deciding = Q(author__moderator=True) | Q(author__is_superuser=True)
    deciding |= Q(author__in=Referent.objects.values('person')) | Q(author__in=Referent.objects.values('deputy'))
    said = Comment.objects.filter(
        deciding, thread__suggestion=OuterRef('pk'), created__gte=OuterRef('open_since'), deleted=None
    )
    said = said.exclude(author=OuterRef('author')).order_by().values('thread__suggestion')
    review = Subquery(reviews.annotate(first=Min('at')).values('first'))
    comment = Subquery(said.annotate(first=Min('created')).values('first'))
    for one in Suggestion.objects.filter(state__in=['open', 'asked']).annotate(review=review, comment=comment):
        answers = [moment for moment in (one.review, one.comment) if moment]
        if answers:
            Suggestion.objects.filter(pk=one.pk).update(answered_at=min(answers))


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0038_reminders'),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
