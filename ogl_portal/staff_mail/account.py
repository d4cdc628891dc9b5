"""The person's choice, among the notifications of their account."""

from django import forms
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from ogl_portal.staff_mail.models import DigestChoice


class DigestForm(forms.ModelForm):
    class Meta:
        model = DigestChoice
        fields = ["frequency"]
        widgets = {"frequency": forms.RadioSelect}
        help_texts = {
            "frequency": "Freigaben, Nachrichten, fällige Durchsichten und anderes, was auf der Übersicht auf Sie "
            "wartet. Nichts kommt zweimal, es sei denn, es ist inzwischen überfällig."
        }


class DigestPanel(BaseSettingsPanel):
    name = "digest"
    title = "Übersicht per E-Mail"
    order = 50
    tab = notifications_tab
    form_class = DigestForm

    def get_form(self) -> DigestForm:
        choice = DigestChoice.objects.filter(user=self.user).first() or DigestChoice(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return DigestForm(data, instance=choice, prefix=self.name)
