"""Addresses below /admin/ that stand before Wagtail's own: editing files, and the bin in place of deleting."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from ogl_portal.safety import file_views

urlpatterns = [
    path("images/<int:image_id>/", require_admin_access(file_views.EditImageView.as_view())),
    path("images/<int:image_id>/delete/", require_admin_access(file_views.BinImageView.as_view())),
    path("documents/edit/<int:document_id>/", require_admin_access(file_views.EditDocumentView.as_view())),
    path("documents/delete/<int:document_id>/", require_admin_access(file_views.BinDocumentView.as_view())),
    path("images/multiple/<int:image_id>/delete/", require_admin_access(file_views.BinUploadedImageView.as_view())),
    path("documents/multiple/<int:doc_id>/delete/", require_admin_access(file_views.BinUploadedDocumentView.as_view())),
    path(
        "papierkorb/<str:kind>/<int:pk>/wiederherstellen/",
        require_admin_access(file_views.restore),
        name="safety_restore_file",
    ),
    path(
        "papierkorb/<str:kind>/<int:pk>/endgueltig/", require_admin_access(file_views.purge), name="safety_purge_file"
    ),
]
