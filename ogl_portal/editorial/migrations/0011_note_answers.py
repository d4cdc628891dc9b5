import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0010_file_content"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name='NoteAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='Antwort')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task_state', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='note_answer', to='wagtailcore.taskstate')),
            ],
            options={
                'verbose_name': 'Antwort auf eine Anmerkung',
                'verbose_name_plural': 'Antworten auf Anmerkungen',
            },
        ),
    ]
