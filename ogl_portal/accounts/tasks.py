"""Background work of signing in."""

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django_tasks import task

from ogl_portal.users.models import User


@task()
def send_reset(person_id: int | None) -> None:
    """Mail a person the link to a new password. Nobody's number is handed over for an address that nobody has.

    So the request does the same work for both, and how long its answer takes tells nobody who has an account.
    """
    person = User.objects.filter(pk=person_id or 0, is_active=True).first()
    if person is None:
        return
    form = _ResetOfOne(person)
    if form.is_valid():
        form.save(
            domain_override=settings.WAGTAIL_SITE_NAME,  # the mail takes its address from OGL_BASE_URL
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
            email_template_name="wagtailadmin/account/password_reset/email.txt",
        )


class _ResetOfOne(PasswordResetForm):
    """Django's form, which looks for people by the address that was typed, for one who has been found."""

    def __init__(self, person: User) -> None:
        super().__init__({"email": person.email})
        self.person = person

    def get_users(self, email: str) -> list[User]:
        return [self.person]
