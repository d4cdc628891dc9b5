"""Pages on lab teams in the admin: all of them, one of them, and the steps that change them."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from labs.models import LabPage
from ogl_portal.teams import grants
from ogl_portal.teams.forms import AddPersonForm, PublicationsForm
from ogl_portal.teams.models import LabTeam
from ogl_portal.users import invitations
from ogl_portal.users.models import User

CHANGE = "teams.change_labteam"
ADD = "teams.add_labteam"
may_change = permission_required(CHANGE, raise_exception=True)


@require_GET
@may_change
def index(request: HttpRequest) -> HttpResponse:
    """All labs, with their team or the button that makes one."""
    labs = LabPage.objects.select_related("team__group").prefetch_related("team__group__user_set").order_by("sort_key")
    return render(request, "teams/admin/teams.html", {"labs": labs})


@require_POST
@permission_required(ADD, raise_exception=True)
def create(request: HttpRequest, lab_pk: int) -> HttpResponse:
    lab = get_object_or_404(LabPage, pk=lab_pk)
    team = grants.create_team(lab, _user(request))
    messages.success(request, f"Das Team »{lab.title}« ist angelegt. Fügen Sie nun die ersten Personen hinzu.")
    return redirect("lab_team", team.pk)


@require_http_methods(["GET", "POST"])
@may_change
def team_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Members of a team, and the one step that adds a person."""
    team = _team(pk)
    form = AddPersonForm(request.POST if request.method == "POST" else None, team=team)
    if request.method == "POST" and form.is_valid():
        person = form.save(_user(request))
        if invitations.is_open(person):
            _invite(request, person)
        else:
            told = f" Eine Nachricht darüber geht an {person.email}." if person.email else ""
            messages.success(request, f"»{_name(person)}« gehört jetzt zum Team.{told}")
        return redirect("lab_team", pk)
    return _render_team(request, team, form)


@require_POST
@may_change
def remove(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    team = _team(pk)
    person = get_object_or_404(grants.members(team), pk=user_pk)
    grants.remove_member(team, person, _user(request))
    messages.success(
        request, f"»{_name(person)}« gehört nicht mehr zum Team. Der Zugang und alles Geschriebene bleiben bestehen."
    )
    return redirect("lab_team", pk)


@require_POST
@may_change
def invite_again(request: HttpRequest, pk: int, user_pk: int) -> HttpResponse:
    person = get_object_or_404(grants.members(_team(pk)), pk=user_pk)
    if not invitations.is_open(person):
        messages.error(request, f"»{_name(person)}« hat schon ein Passwort gewählt. Es wurde nichts verschickt.")
    else:
        _invite(request, person)
    return redirect("lab_team", pk)


@require_POST
@may_change
def publications(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the result documents that the team may edit."""
    team = _team(pk)
    form = PublicationsForm(request.POST, team=team)
    if not form.is_valid():
        return _render_team(request, team, AddPersonForm(team=team), form)
    grants.entrust_publications(team, form.cleaned_data["publications"], _user(request))
    messages.success(request, "Die Ergebnisdokumente des Teams sind gespeichert.")
    return redirect("lab_team", pk)


def _team(pk: int) -> LabTeam:
    return get_object_or_404(LabTeam.objects.select_related("lab", "group", "collection"), pk=pk)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)  # noqa: S101  the admin lets nobody else in
    return user


def _name(person: User) -> str:
    return person.get_full_name() or person.get_username()


def _invite(request: HttpRequest, person: User) -> None:
    invitations.invite(person, request)
    messages.success(request, f"»{_name(person)}« gehört zum Team. Die Einladung ist an {person.email} unterwegs.")


def _render_team(
    request: HttpRequest, team: LabTeam, form: AddPersonForm, publications_form: PublicationsForm | None = None
) -> HttpResponse:
    context = {
        "team": team,
        "members": grants.members(team),
        "form": form,
        "publications_form": publications_form or PublicationsForm(team=team),
    }
    invalid = form.is_bound or publications_form is not None
    return render(request, "teams/admin/team.html", context, status=422 if invalid else 200)
