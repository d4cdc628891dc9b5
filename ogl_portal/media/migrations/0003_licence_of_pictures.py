"""The licence of a picture has a field of its own: where the credit ends with one of the list, it moves there."""

import re

from django.db import migrations, models


WRITTEN = {
    'CC BY 4.0': 'cc-by-4.0',
    'CC BY-SA 4.0': 'cc-by-sa-4.0',
    'CC BY 3.0': 'cc-by-3.0',
    'CC BY-SA 3.0': 'cc-by-sa-3.0',
    'CC0 1.0': 'cc0-1.0',
    'CC0': 'cc0-1.0',
    'gemeinfrei': 'public-domain',
}
_AT_THE_END = re.compile(rf"^(?:(.*?)\s*[,;·/|–(-]\s*)?({'|'.join(map(re.escape, WRITTEN))})\)?\.?$", re.IGNORECASE)


def parted(credit):
    """Name and licence of a credit in one line. What is not plain stays: pages go on showing it as it stands."""
    found = _AT_THE_END.match(' '.join(credit.split()))
    if found is None:
        return credit, ''
    by_small_letters = {name.lower(): value for name, value in WRITTEN.items()}
    return found[1] or '', by_small_letters[found[2].lower()]


def part_credits(apps, schema_editor):
    images = apps.get_model('media', 'PortalImage').objects
    for pk, credit in images.exclude(credit='').filter(licence='').values_list('pk', 'credit'):
        name, licence = parted(credit)
        if licence:
            images.filter(pk=pk).update(credit=name, licence=licence)


def join_credits(apps, schema_editor):
    images = apps.get_model('media', 'PortalImage').objects
    written = {value: name for name, value in WRITTEN.items() if name != 'CC0'}
    for pk, credit, licence in images.exclude(licence='').values_list('pk', 'credit', 'licence'):
        if licence in written:
            images.filter(pk=pk).update(credit=', '.join(filter(None, [credit, written[licence]])), licence='')


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='portalimage',
            name='licence',
            field=models.CharField(blank=True, choices=[('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-3.0', 'CC BY 3.0'), ('cc-by-sa-3.0', 'CC BY-SA 3.0'), ('cc0-1.0', 'CC0 1.0'), ('public-domain', 'gemeinfrei'), ('dl-de-by-2.0', 'Datenlizenz Deutschland – Namensnennung 2.0'), ('dl-de-zero-2.0', 'Datenlizenz Deutschland – Zero 2.0'), ('permission', 'Nutzung mit Genehmigung')], help_text='Nur wählen, was Urheber:innen erklärt haben; die Seite verlinkt den Text der Lizenz. »Nutzung mit Genehmigung«: Das Portal darf das Bild zeigen, und niemand sonst erhält damit ein Recht.', max_length=30, verbose_name='Lizenz'),
        ),
        migrations.RunPython(part_credits, join_credits),
        migrations.AlterField(
            model_name='portalimage',
            name='credit',
            field=models.CharField(blank=True, help_text='Wer das Bild gemacht hat oder wem es gehört, zum Beispiel »Stadt Brandis«. Steht unter dem Bild.', max_length=150, verbose_name='Bildnachweis'),
        ),
    ]
