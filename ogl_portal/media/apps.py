from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "ogl_portal.media"

    def ready(self) -> None:
        from ogl_portal.jobs import scheduled
        from ogl_portal.media import cleaning, document_files, malware, permissions, renditions, tasks, upload_sizes

        malware.connect()
        permissions.connect()
        renditions.register()
        document_files.register_office()
        tasks.connect()
        upload_sizes.connect()
        scheduled.daily("media.clean_uploads", cleaning.clean_daily)
        scheduled.every("media.clean_documents", minutes=15, run=cleaning.clean_waiting_documents, apart=True)
