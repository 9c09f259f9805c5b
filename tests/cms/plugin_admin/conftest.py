"""Two institutions with an administrator and an editor each, and the operator."""

import pytest
from django.contrib.auth.models import Group, Permission

from cms.accounts.models import User
from cms.tenancy.models import InstitutionGroup, InstitutionProfile, Role
from plugins.kernel import timings
from plugins.kernel.discovery import Discovery, LoadedPlugin, Quarantined
from plugins.kernel.manifest import (
    PermissionDeclaration,
    PersonalDataDeclaration,
    PluginManifest,
    SettingField,
)
from plugins.kernel.registry import registry
from tests.factories.record import InstitutionFactory

POLLS = PluginManifest(
    slug="polls",
    version="1.4",
    requires_api=">=1",
    app="kvtest_polls",
    name={"en": "Polls", "sq": "Sondazhe"},
    description={"en": "A question with choices."},
    personal_data=(
        PersonalDataDeclaration(model="polls.Answer", fields=("voter",), purpose={"en": "One answer each."}),
    ),
    permissions=(
        PermissionDeclaration(
            codename="run", label={"en": "Can run polls", "sq": "Mund të bëjë sondazhe"}, roles=("official",)
        ),
    ),
    settings=(
        SettingField(name="live", kind="bool", default=True, label={"en": "Show results at once"}),
        SettingField(name="limit", kind="int", default=10, minimum=1, maximum=50, label={"en": "Choices"}),
        SettingField(
            name="mode",
            kind="choice",
            default="one",
            label={"en": "Answers"},
            choices=(("one", {"en": "One"}), ("many", {"en": "Several"})),
        ),
        SettingField(name="note", kind="text", default="", label={"en": "Note"}, help={"en": "Shown below."}),
    ),
)
WHOLE = PluginManifest(
    slug="whole",
    version="1.0",
    requires_api=">=1",
    app="kvtest_whole",
    name={"en": "Whole"},
    description={"en": "For institutions only."},
    scopes=("institution",),
    permitted_by_default=False,
)


@pytest.fixture(autouse=True)
def plugins():
    """`polls`, `whole` and one in quarantine are all there is."""
    discovery = Discovery(
        plugins=(LoadedPlugin("polls", POLLS), LoadedPlugin("whole", WHOLE)),
        quarantined=(Quarantined("broken", "broken 0.1", "it fell apart"),),
        not_allowed=("stranger",),
    )
    timings.forget_counts()  # of what earlier tests called in this process
    with registry.using(discovery):
        yield


def _institution(slug):
    """An institution with its roles, without the pages that setting it up would make."""
    name = {"en": slug.title(), "sq": f"{slug.title()} sq"}
    institution = InstitutionFactory(slug=slug, name=name, languages=["en", "sq"])
    profile = InstitutionProfile.objects.create(institution=institution)
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for role in (Role.ADMINISTRATOR, Role.EDITOR):
        group = Group.objects.create(name=f"{slug} {role}")
        group.permissions.add(access)
        InstitutionGroup.objects.create(profile=profile, role=role, group=group)
    return institution


@pytest.fixture
def here(db):
    """The institution of whoever asks."""
    return _institution("alfa")


@pytest.fixture
def there(db):
    """Another institution."""
    return _institution("beta")


def _person(institution, role):
    person = User.objects.create_user(f"{role}@{institution.slug}.example")
    person.groups.add(institution.profile.groups.get(role=role).group)
    return person


@pytest.fixture
def administrator(here):
    return _person(here, Role.ADMINISTRATOR)


@pytest.fixture
def editor(here):
    return _person(here, Role.EDITOR)


@pytest.fixture
def operator(db):
    return User.objects.create_superuser("operator@example.org", "password")
