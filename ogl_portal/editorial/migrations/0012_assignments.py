import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0011_note_answers"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Worum geht es?')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='Bis wann?')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'Offen'), ('done', 'Erledigt'), ('withdrawn', 'Zurückgenommen')], default='open', max_length=10)),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='Antwort')),
                ('finished_at', models.DateTimeField(null=True)),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Von')),
                ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='Wer?')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='Seite')),
            ],
            options={
                'verbose_name': 'Bitte um Durchsicht',
                'verbose_name_plural': 'Bitten um Durchsicht',
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('page', 'assignee'), name='one_open_assignment_each')],
            },
        ),
    ]
