"""The target of the English contact form."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ogl_portal.core.languages import ENGLISH
from ogl_portal.core.public import public
from ogl_portal.english.forms import EnglishContactForm
from ogl_portal.english.models import EnglishPage, Listing
from ogl_portal.pages.views import take_message


@csrf_exempt  # a token needs a cookie, and readers get none; see PublicForm.check_sender
@require_POST
def send_english_message(request: HttpRequest) -> HttpResponse:
    page = public(EnglishPage.objects.filter(listing=Listing.CONTACT)).first()
    if page is None:
        raise Http404("Es gibt keine Kontaktseite auf Englisch.")
    with translation.override(ENGLISH):
        return take_message(request, page, EnglishContactForm(request.POST))
