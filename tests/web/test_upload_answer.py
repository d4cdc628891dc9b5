"""A script that sends a form is told where it leads, and the messages wait for the page that is opened then."""

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from ogl_portal.users.models import RoleKey
from tests.factories import Portal
from tests.teams.teams import person, signed_in


def test_the_answer_names_the_address_and_keeps_the_message(portal: Portal) -> None:
    client = signed_in(person(RoleKey.STAFF))
    data = {
        "title": "Liste",
        "collection": Collection.objects.get(name="Gemeinsam").pk,
        "file": SimpleUploadedFile("liste.csv", b"a;b", content_type="text/csv"),
    }
    answer = client.post("/admin/documents/add/", data, headers={"X-Ogl-Upload": "1"})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Length"] == str(len(answer.content))
    assert not answer.json()["signed_out"]
    page = BeautifulSoup(client.get(answer.json()["location"]).content, "html.parser")
    assert "Liste" in " ".join(message.get_text() for message in page.select(".messages"))
