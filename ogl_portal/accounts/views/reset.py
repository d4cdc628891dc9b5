"""»Passwort vergessen«: the answer, and the time it takes, are the same whoever asks for whichever address."""

from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetConfirmView, PasswordResetView

from ogl_portal.accounts import lockout
from ogl_portal.accounts.tasks import send_reset
from ogl_portal.web import rate_limit

MOST_OF_SENDER = 10  # within an hour: an office behind one address may have several people
MOST_TO_ADDRESS = 3  # within an hour: nobody's mailbox is filled by strangers
TOO_MANY = (
    "Von Ihrem Anschluss wurden in der letzten Stunde sehr viele neue Passwörter angefordert; dieses nicht mehr. Bitte "
    "versuchen Sie es in einer Stunde noch einmal oder wenden Sie sich an die Administration des Portals."
)


class ResetView(PasswordResetView):
    request: HttpRequest

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        if not rate_limit.allows(self.request, "password-reset", most=MOST_OF_SENDER, seconds=rate_limit.HOUR):
            form.add_error("email", TOO_MANY)
            response = self.form_invalid(form)
            response.status_code = 429
            return response
        address: str = form.cleaned_data["email"]
        [person] = list(form.get_users(address))[:1] or [None]
        goes_out = rate_limit.count("reset-mail", address.lower(), seconds=rate_limit.HOUR) <= MOST_TO_ADDRESS
        send_reset.enqueue(person.pk if person and goes_out else None)
        return HttpResponseRedirect(str(self.get_success_url()))


class ResetConfirmView(PasswordResetConfirmView):
    """Who has the link that was mailed is no stranger to the account, and may sign in while somebody attacks it."""

    request: HttpRequest

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        lockout.make_known(self.request, form.user)
        return super().form_valid(form)
