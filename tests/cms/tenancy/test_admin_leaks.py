"""One institution's people walk every URL of the admin, find nothing of another's and change nothing of it.

The other institution's pages, revisions, reviews, translations, images, files, tags and people all have
MARKER in their names. Every view is asked with its keys and with one's own mixed, by GET and by POST.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import serializers
from django.urls import Resolver404, resolve
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from cms.accounts.models import User
from cms.tenancy.models import Role
from consultations.models import (
    Consultation,
    ModerationDecision,
    PluginEnablement,
    PluginPermission,
    Response,
    Submission,
)
from tests.cms.tenancy.walking import admin_patterns
from tests.factories.houses import House

MARKER = "ZEBRAMARK"
pytestmark = pytest.mark.django_db


def keys(house: House) -> dict[str, list[Any]]:
    """For each name in a URL the keys of this institution's things that could stand there."""
    pages = [house.pages[name].pk for name in ("document", "reviewed", "section")]
    reviewed, document = house.pages["reviewed"], house.pages["document"]
    translation = Translation.objects.get(source__object_id=document.translation_key)
    state = WorkflowState.objects.get(object_id=str(reviewed.pk))
    upload = UploadedFile.objects.get_or_create(uploaded_by_user=house.people[Role.EDITOR], for_content_type=None)[
        0
    ]
    revisions = [Revision.objects.filter(object_id=str(pk)).latest("pk") for pk in pages]
    strings = StringSegment.objects.filter(source=translation.source)
    return {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id"), pages),
        "revision_id": [revision.pk for revision in revisions],
        "revision_id_a": [revision.pk for revision in revisions],
        "revision_id_b": ["latest"],
        "task_state_id": [state.current_task_state.pk],
        "task_id": [state.current_task_state.task_id],
        "workflow_state_id": [state.pk],
        "workflow_pk": [state.workflow_id],
        "image_id": [house.image.pk],
        **{key: [house.file.pk] for key in ("document_id", "doc_id")},
        "uploaded_file_id": [upload.pk],
        "collection_id": [house.profile.collection.pk],
        "translation_id": [translation.pk],
        "translation_source_id": [translation.source_id],
        "string_segment_id": [strings.first().pk],
        "overridable_segment_id": [
            *OverridableSegment.objects.filter(source=translation.source).values_list("pk", flat=True)[:1]
        ],
        "pk": [
            *pages,
            house.image.pk,
            house.file.pk,
            house.profile.collection.pk,
            house.profile.workflow.pk,
            house.people[Role.EDITOR].pk,
            house.people[Role.EDITOR].groups.get().pk,
        ],
        "object_id": pages,
        "session_id": [1],
        "redirect_id": [1],
        "uuid": [house.consultation.uuid, *(row.uuid for row in house.submissions)],
        "consultation": [house.consultation.uuid],
        "institution": [house.profile.institution.slug],
    }


#: What else a URL may ask for.
WORDS: dict[str, list[str]] = {
    "content_type_app_name": ["pages"],
    "content_type_model_name": ["articlepage", "documentpage"],
    "app_name": ["taggit"],
    "action": ["delete", "move", "publish", "unpublish", "add_tags", "add_to_collection"],
    "action_name": ["approve", "reject", "copy", "delete", "publish", "unpublish", "create_alias", "move"],
    "mode": ["default"],
    "plugin": ["moderation", "threads"],
    "filter_spec": ["width-100"],
    "uidb64": ["MQ"],
    "token": ["abc"],
}
MODELS = [
    ("wagtailcore", "page"),
    ("wagtailimages", "image"),
    ("wagtaildocs", "document"),
    ("pages", "articlepage"),
]


def addresses(theirs: dict[str, list[Any]], ours: dict[str, list[Any]]) -> Iterator[str]:
    """Every admin URL with the other's keys in each place, alone and beside one's own."""
    for name, route, pattern in admin_patterns(plugins=True):
        if name in ("wagtailadmin_logout", "wagtailadmin_login"):
            continue  # who is signed out sees nothing at all, and the rest of the walk would prove nothing
        names = list(pattern.pattern.regex.groupindex) + _outer_names(route)
        names = list(dict.fromkeys(names))
        if not names:
            yield "/" + _plain(route, {})
            continue
        for chosen in _choices(names, theirs, ours):
            yield "/" + _plain(route, chosen)


def _outer_names(route: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", re.sub(r"\(\?P", "", route))


def _choices(
    names: list[str], theirs: dict[str, list[Any]], ours: dict[str, list[Any]]
) -> Iterator[dict[str, Any]]:
    models = MODELS if {"app_label", "model_name"} <= set(names) else [("", "")]
    keyed = [name for name in names if name in theirs]
    worded = [name for name in names if name in WORDS]
    for app_label, model_name in models:
        for words in itertools.product(*(WORDS[name] for name in worded)):
            base = {"app_label": app_label, "model_name": model_name, **dict(zip(worded, words, strict=True))}
            yield from ({**base, **one} for one in _mixed(keyed, theirs, ours))


def _mixed(keyed: list[str], theirs: dict[str, list[Any]], ours: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    if not keyed:
        yield {}
        return
    for name in keyed:
        # Each of their things once in this place; their first, and ours, in the others.
        for key in theirs[name]:
            for side in (theirs, ours):
                others = {other: side[other][0] for other in keyed if other != name and side[other]}
                yield {**dict.fromkeys(keyed, 1), **others, name: key}


def _plain(route: str, chosen: dict[str, Any]) -> str:
    """The route with its holes filled, whether written as a path or as a regular expression."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda hole: str(chosen.get(hole[1], 1)), route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda hole: str(chosen.get(hole[1], 1)), route)
    return route.replace("\\.", ".").replace("^.*", "nowhere").replace("^", "").replace("$", "").replace("/$", "/")


def queries(theirs: dict[str, list[Any]]) -> list[str]:
    """What is asked of each address besides itself."""
    page, image, file = theirs["page_id"][0], theirs["image_id"][0], theirs["document_id"][0]
    collection = theirs["collection_id"][0]
    return [
        "",
        f"?q=quokka&search_all=1&collection_id={collection}&childOf={page}&id={page}",
        f"?id={image}&id=all&child_of={page}&descendant_of={page}&translation_of={page}&ancestor_of={page}",
        f"?id={file}&search=quokka&fields=*&export=csv&target_pages[]={page}&childOf={collection}",
        f"?id=all&childOf={page}&term=zeb&url=http://localhost/en/beta/section/&page_type=pages.DocumentPage",
        "?institution=beta&show=all&state=all",
        f"?child_of=root&for_explorer=1&page_type=pages.ConsultationPage&parent_page_id={page}",
    ]


def forms(theirs: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Things that are posted to every address."""
    page = theirs["page_id"][0]
    return [
        {},
        {
            "new_parent_page": page,
            "parent_page": page,
            "chooser": page,
            "new_title": "Taken",
            "new_slug": "taken",
            "title": "Taken",
            "slug": "taken",
            "collection": theirs["collection_id"][0],
            "destination_page_id": page,
            "recursive": True,
            "locales": list(Locale.objects.values_list("pk", flat=True)),
            "publish_translations": "on",
            "value": "Taken",
            "action": "publish",
            "action-publish": "1",
            "external-link-chooser-url": "http://localhost/en/beta/section/",
            "url": "http://localhost/en/beta/section/",
            "tags": "taken",
            "restriction_type": "login",
            "comment": "Taken",
            "submission": theirs["uuid"][1],
            "submissions": theirs["uuid"][1:],
            "outcome": "noted",
            "reason_en": "Taken",
            "ground": "rules_met",
            "permitted": "off",
            "enabled": "off",
        },
    ]


WATCHED = (
    Page,
    Revision,
    WorkflowState,
    TaskState,
    Image,
    Document,
    Collection,
    Translation,
    TranslationSource,
    StringTranslation,
    PageViewRestriction,
    GroupPagePermission,
    Group,
    User,
    UploadedFile,
    Workflow,
    Task,
    Site,
    Consultation,
    Submission,
    Response,
    ModerationDecision,
    PluginPermission,
    PluginEnablement,
)


def belongings(house: House) -> dict[str, str]:
    """Everything of an institution that could be changed, as text."""
    pages = Page.objects.filter(path__startswith=house.root.path) | Page.objects.filter(
        translation_key__in=[page.translation_key for page in house.pages.values()]
    )
    ids = [str(pk) for pk in pages.values_list("pk", flat=True)]
    querysets: dict[type, Any] = {model: model._default_manager.all() for model in WATCHED}
    querysets[Page] = pages
    querysets[Revision] = Revision.objects.filter(object_id__in=ids)
    querysets[WorkflowState] = WorkflowState.objects.filter(object_id__in=ids)
    querysets[TaskState] = TaskState.objects.filter(workflow_state__object_id__in=ids)
    querysets[Image] = Image.objects.filter(pk=house.image.pk)
    querysets[Document] = Document.objects.filter(pk=house.file.pk)
    querysets[Translation] = Translation.objects.filter(source__object_id__in=pages.values("translation_key"))
    querysets[TranslationSource] = TranslationSource.objects.filter(object_id__in=pages.values("translation_key"))
    querysets[StringTranslation] = StringTranslation.objects.filter(
        context__object_id__in=pages.values("translation_key")
    )
    querysets[UploadedFile] = UploadedFile.objects.filter(uploaded_by_user=house.people[Role.EDITOR])
    institution = house.profile.institution
    for model, field in (
        (Consultation, "institution"),
        (Submission, "institution"),
        (Response, "consultation__institution"),
        (ModerationDecision, "submission__institution"),
        (PluginPermission, "institution"),
        (PluginEnablement, "consultation__institution"),
    ):
        querysets[model] = model._default_manager.filter(**{field: institution})
    querysets[User] = User.objects.filter(pk__in=[person.pk for person in house.people.values()])
    return {model.__name__: serializers.serialize("json", querysets[model].order_by("pk")) for model in WATCHED}


@pytest.mark.same_on_every_database
@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.MODERATOR, Role.OFFICIAL, Role.ADMINISTRATOR])
def test_admin_shows_nothing_of_another_institution(houses, client, role):
    ours, others = houses
    theirs = keys(others)
    client.force_login(ours.people[role])
    client.raise_request_exception = False
    leaks, failures, reached = [], [], set()
    for address in sorted(set(addresses(theirs, keys(ours)))):
        # What has a key in its path is refused for the key; listings are asked in all ways.
        for query in queries(theirs) if not re.search(r"/\d", address) else [""]:
            response = client.get(address + query)
            content = b"".join(response) + response.headers.get("Location", "").encode()
            if MARKER.encode() in content:
                leaks.append(address + query)
            if response.status_code >= 500:
                failures.append(address + query)
            if response.status_code == 200:
                reached.add(response.resolver_match.view_name)
    assert leaks == []
    assert failures == []
    assert {"wagtailadmin_home", "wagtailadmin_account"} <= reached
    if role == Role.EDITOR:
        assert {
            "wagtail_localize:translations_report",
            "wagtailadmin_choose_page",
            "wagtailadmin_explore_root",
            "wagtailadmin_reports:site_history",
            "wagtailadmin_reports:workflow",
            "wagtailimages:index",
        } <= reached


@pytest.mark.same_on_every_database
@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_nothing_posted_to_the_admin_changes_another_institution(houses, client, role):
    ours, others = houses
    theirs = keys(others)
    before = belongings(others)
    client.force_login(ours.people[role])
    client.raise_request_exception = False
    leaks = []
    for address in sorted(set(addresses(theirs, keys(ours)))):
        for query, form in zip(("", f"?id={theirs['page_id'][0]}"), forms(theirs), strict=True):
            response = client.post(address + query, form)
            if MARKER.encode() in b"".join(response):
                leaks.append(address + query)
    assert leaks == []
    after = belongings(others)
    assert {name for name in before if before[name] != after[name]} == set()


def view_name(address: str) -> str:
    """Name of the view that answers there; "" for none."""
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


@pytest.mark.same_on_every_database
@pytest.mark.timeout(600)
def test_the_walk_passes_everything_there_is_to_see(houses, client, django_user_model):
    """For the operator the same walk meets the marker everywhere: it would have met it for others too."""
    ours, others = houses
    client.force_login(django_user_model.objects.create_superuser("operator@example.org"))
    client.raise_request_exception = False
    theirs = keys(others)
    met: set[str] = set()
    for address in sorted(set(addresses(theirs, keys(ours)))):
        for query in queries(theirs) if not re.search(r"/\d", address) else [""]:
            if view_name(address) not in met and MARKER.encode() in b"".join(client.get(address + query)):
                met.add(view_name(address))
    assert {
        "answers:consultation",
        "answers:index",
        "moderation_admin:queue",
        "wagtail_bulk_action",
        "wagtail_localize:download_pofile",
        "wagtail_localize:submit_page_translation",
        "wagtail_localize:update_translations",
        "wagtailadmin_api:images:listing",
        "wagtailadmin_api:pages:detail",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_explore",
        "wagtailadmin_explore_root",
        "wagtailadmin_home",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:workflow_history_detail",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_tag_autocomplete",
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose",
        "wagtailimages:edit",
        "wagtailimages:index",
        "wagtailimages_chooser:choose",
        "wagtailusers_users:index",
    } - met == set()
