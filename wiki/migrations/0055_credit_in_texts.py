"""What a page has said before, each line of it in one text where it was a list of numbers."""

from django.db import migrations


def texts(apps, schema_editor):
    _write(apps, lambda said: " ".join(map(str, said)) if isinstance(said, list) else said)


def lists(apps, schema_editor):
    _write(apps, _numbers)


def _numbers(said):
    key, *numbers = said.split(" ")
    return [key, *map(int, numbers)]


def _write(apps, told):
    kept = apps.get_model("wiki", "Credit").objects.only("known")
    for credit in kept.iterator(chunk_size=50):
        credit.known = [told(said) for said in credit.known]
        credit.save(update_fields=["known"])


class Migration(migrations.Migration):

    dependencies = [
        ('wiki', '0054_reuses'),
    ]

    operations = [migrations.RunPython(texts, lists)]
