"""Since when the suggestions that are open have been so: since they were last sent."""

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery


def tell(apps, schema_editor):
    Suggestion = apps.get_model('wiki', 'Suggestion')
    SuggestionVersion = apps.get_model('wiki', 'SuggestionVersion')
    sent = SuggestionVersion.objects.filter(suggestion=OuterRef('pk')).order_by().values('suggestion')
    latest = Subquery(sent.annotate(latest=Max('at')).values('latest'))
    Suggestion.objects.filter(state__in=['open', 'asked']).update(open_since=latest)


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0026_consent'),
    ]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
