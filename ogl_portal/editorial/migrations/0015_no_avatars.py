from typing import Any

from django.db import migrations


def delete_avatars(apps: Any, schema_editor: Any) -> None:
    """Pictures of people are no longer offered; what was uploaded goes, file by file."""
    for profile in apps.get_model("wagtailusers", "UserProfile").objects.exclude(avatar=""):
        profile.avatar.delete(save=False)
        profile.avatar = ""
        profile.save(update_fields=["avatar"])


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0014_binned_picture"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(delete_avatars, migrations.RunPython.noop)]
