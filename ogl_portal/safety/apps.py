from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "ogl_portal.safety"

    def ready(self) -> None:
        from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm

        from ogl_portal.jobs import scheduled
        from ogl_portal.safety import files, previews, trash

        scheduled.daily("safety.bin", trash.purge_expired)
        scheduled.daily("safety.bin_of_files", files.purge_expired)
        scheduled.daily("safety.previews", previews.forget_expired)
        # Wagtail has no label to translate: publishing or unpublishing several pages asked »Include descendants«.
        DefaultPageForm.base_fields["include_descendants"].label = "Alle Unterseiten ebenso"
