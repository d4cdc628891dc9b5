"""Who may take content over from other systems."""

from wagtail.admin.auth import permission_required

RIGHT = "importing.add_importrun"

may_import = permission_required(RIGHT)
