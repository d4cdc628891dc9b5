"""Lab teams: one group a lab, with rights on its page, on its collection, and on nothing else."""

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from labs.models import LabPage
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.granting import collection_below_root, grant_on_collection, grant_on_pages
from ogl_portal.users.models import Role, RoleKey, User
from publications.models import PublicationPage

LABS_COLLECTION = "Labore"
PREFIX = "Lab-Team"


@transaction.atomic
def create_team(lab: LabPage, user: User | None = None) -> LabTeam:
    """The team of ``lab``: its group, after the template »Lab-Team«, and its collection. The one there is, if any."""
    if team := LabTeam.objects.filter(lab=lab).first():
        return team
    group = Group.objects.create(name=_free_name(lab.title))
    Role.objects.create(
        group=group,
        description=f"Pflegt die Seite des Labors »{lab.title}« mit ihren Meldungen und Terminen und nutzt Bilder und "
        "Dateien der eigenen und der gemeinsamen Sammlung. Reicht zur Freigabe ein.",
    )
    _copy_template(group)
    collection = _collection(lab)
    grant_on_pages(apps, group, lab.page_ptr, ("add", "change"))
    grant_on_collection(apps, group, collection, ("add", "change", "choose"))
    team = LabTeam.objects.create(lab=lab, group=group, collection=collection)
    log(team, "editorial.team.create", user=user)
    return team


def _free_name(title: str) -> str:
    base = f"{PREFIX} {title}"[:140]
    name, number = base, 1
    while Group.objects.filter(name=name).exists():
        number += 1
        name = f"{base} ({number})"
    return name


def _copy_template(group: Group) -> None:
    template = Role.objects.filter(key=RoleKey.LAB_TEAM).select_related("group").first()
    if template is None:
        raise LookupError("The role »Lab-Team« is missing; migration editorial.0003 makes it.")
    group.permissions.set(template.group.permissions.all())
    for right in GroupCollectionPermission.objects.filter(group=template.group):
        GroupCollectionPermission.objects.create(
            group=group, collection_id=right.collection_id, permission_id=right.permission_id
        )


def _collection(lab: LabPage) -> Collection:
    """A collection of the lab's name below »Labore«; one that no other team has."""
    parent = Collection.objects.get(pk=collection_below_root(apps, LABS_COLLECTION).pk)
    taken = LabTeam.objects.exclude(collection=None).values("collection")
    found: Collection | None = parent.get_children().filter(name=lab.title).exclude(pk__in=taken).first()
    return found or parent.add_child(name=lab.title)


def members(team: LabTeam) -> QuerySet[User]:
    return User.objects.filter(groups=team.group).order_by("last_name", "first_name", "username")


def add_member(team: LabTeam, person: User, by: User) -> None:
    person.groups.add(team.group)
    log(team, "editorial.team.add", user=by, data={"person": person.get_username()})


def remove_member(team: LabTeam, person: User, by: User) -> None:
    """Take the person out of the team. The account stays, and what the person has written stays theirs."""
    person.groups.remove(team.group)
    log(team, "editorial.team.remove", user=by, data={"person": person.get_username()})


def person_with(email: str) -> User | None:
    """The person whose account has that address, as e-mail or as user name.

    Raises:
        ValidationError: the address belongs to an account that is disabled, or to several.
    """
    found = list(User.objects.filter(email__iexact=email)[:2]) or list(User.objects.filter(username__iexact=email)[:1])
    if len(found) > 1:
        raise ValidationError("Diese Adresse gehört zu mehreren Zugängen. Bitte wählen Sie oben die Person aus.")
    if found and not found[0].is_active:
        raise ValidationError(
            "Zu dieser Adresse gibt es einen gesperrten Zugang. Wenden Sie sich an die Administration; es wurde nichts "
            "geändert."
        )
    return found[0] if found else None


def new_person(email: str, first_name: str, last_name: str) -> User:
    """An account without a password, to be invited."""
    return User.objects.create_user(username=email, email=email, first_name=first_name, last_name=last_name)


def publications_of(lab: LabPage) -> QuerySet[PublicationPage]:
    """Result documents that name the lab, drafts included."""
    return PublicationPage.objects.filter(labs=lab).order_by("title")


def publications_entrusted_to(team: LabTeam) -> QuerySet[PublicationPage]:
    """Result documents that the team may edit."""
    rights = GroupPagePermission.objects.filter(group=team.group, permission__codename="change_page")
    return PublicationPage.objects.filter(pk__in=rights.values("page"))


@transaction.atomic
def entrust_publications(team: LabTeam, chosen: QuerySet[PublicationPage], by: User) -> None:
    """Let the team edit the ``chosen`` result documents, and no others."""
    before = set(publications_entrusted_to(team).values_list("pk", flat=True))
    after = {publication.pk for publication in chosen}
    GroupPagePermission.objects.filter(group=team.group, page__in=before - after).delete()
    for publication in chosen:
        grant_on_pages(apps, team.group, publication.page_ptr, ("change",))
    if before != after:
        log(team, "editorial.team.publications", user=by, data={"publications": sorted(after)})
