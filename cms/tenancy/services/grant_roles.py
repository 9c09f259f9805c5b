"""Gives an institution its five groups, what each may do, and the way from author to reviewer."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.tenancy.models import InstitutionGroup, InstitutionProfile, Role

PAGE_PERMISSIONS: dict[str, tuple[str, ...]] = {
    Role.EDITOR: ("add", "change"),
    Role.REVIEWER: ("add", "change", "publish", "lock", "unlock"),
    Role.MODERATOR: (),
    Role.OFFICIAL: (),
    Role.ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
FILE_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)


def grant_roles(profile: InstitutionProfile, roots: Sequence[Page]) -> None:
    """Make the institution's groups with their permissions on `roots` and its collection, and its workflow.

    Permissions on other pages are taken away. Safe to repeat; members of the groups stay.
    """
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    translate = Permission.objects.get(content_type__app_label="wagtail_localize", codename="submit_translation")
    for role, actions in PAGE_PERMISSIONS.items():
        group = _group(profile, role)
        group.permissions.set([access, translate] if actions else [access])
        _grant_pages(group, roots, actions)
        if actions:
            _grant_files(group, profile)
    _assign_workflow(profile, roots)


def _group(profile: InstitutionProfile, role: str) -> Group:
    held = InstitutionGroup.objects.filter(profile=profile, role=role).select_related("group").first()
    if held is not None:
        return held.group
    group = Group.objects.create(name=f"{profile.institution.slug}: {role}")
    InstitutionGroup.objects.create(profile=profile, role=role, group=group)
    return group


def _grant_pages(group: Group, roots: Sequence[Page], actions: Sequence[str]) -> None:
    wanted = {
        (root.pk, permission.pk)
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore",
            content_type__model="page",
            codename__in=[f"{action}_page" for action in actions],
        )
        for root in roots
    }
    held = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    for key, row in held.items():
        if key not in wanted:
            row.delete()
    for page_id, permission_id in wanted - held.keys():
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)


def _grant_files(group: Group, profile: InstitutionProfile) -> None:
    for app_label, codename in FILE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=profile.collection, permission=permission
        )


def _assign_workflow(profile: InstitutionProfile, roots: Sequence[Page]) -> None:
    """Author → reviewer: what editors submit, reviewers or administrators approve."""
    if profile.workflow is None:
        name = f"{profile.institution.slug}: review"
        workflow = Workflow.objects.create(name=name)
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set([_group(profile, Role.REVIEWER), _group(profile, Role.ADMINISTRATOR)])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        profile.workflow = workflow
        profile.save(update_fields=["workflow"])
    for root in roots:
        WorkflowPage.objects.update_or_create(page_id=root.pk, defaults={"workflow": profile.workflow})
