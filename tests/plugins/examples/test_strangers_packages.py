"""Each example is built as a wheel, installed into a fresh environment and run there as a stranger's would be."""

import pytest

from tests.plugins.examples.strangers import examples, machine_with, slug_of

EXAMPLES = examples()
#: One of them, which keeps its seats by locks, is asked on every database.
WHEREVER = "hearing_calendar"
ASKED = [
    pytest.param(example, marks=[] if example == WHEREVER else [pytest.mark.same_on_every_database])
    for example in EXAMPLES
]

pytestmark = [pytest.mark.xdist_group("strangers"), pytest.mark.timeout(900)]

START = """
import django
django.setup()
import cms
from django.core.wsgi import get_wsgi_application
from django.test import Client
from plugins.kernel.registry import registry
get_wsgi_application()
print("platform from", cms.__file__)
print("health", Client().get("/healthz").status_code)
print("plugins", *(plugin.slug for plugin in registry.plugins))
print("quarantined", *registry.quarantined)
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A machine on which every example is installed."""
    return machine_with(EXAMPLES, tmp_path_factory.mktemp("stranger"))


def test_there_are_examples():
    assert EXAMPLES == ["broken", "hearing_calendar", "neighbourhoods", "polls"]


def test_check_has_nothing_to_object(machine):
    done = machine.run("-m", "django", "plugins", "check", "--strict")
    assert (done.returncode, done.stdout) == (0, f"{3 + len(EXAMPLES)} plugins, nothing to object\n")


def test_site_starts_from_wheels_with_every_plugin(machine):
    started = machine.run("-c", START).stdout.splitlines()
    assert started[0].startswith(f"platform from {machine.folder}")
    slugs = sorted({"moderation", "submission_search", "threads", *map(slug_of, EXAMPLES)})
    assert started[1:] == ["health 200", f"plugins {' '.join(slugs)}", "quarantined"]


SPEAK = """
import django
django.setup()
from django.test import Client
from django.utils.translation import gettext, override
from search.analysis.compiling import files
from search.analysis.words import LANGUAGES
for language in ("sq", "sr-latn", "sr", "mk"):
    with override(language):
        print(language, gettext("Consultations"), "|", gettext("Too many attempts. Please wait a few minutes."))
print("lexicons", all(files.path_of(language).exists() for language in LANGUAGES))
"""


def test_platform_from_its_wheel_speaks_every_language(machine):
    done = machine.run("-c", SPEAK)
    assert done.stdout.splitlines() == [
        "sq Konsultimet | Shumë përpjekje. Ju lutemi, prisni disa minuta.",
        "sr-latn Konsultacije | Previše pokušaja. Sačekajte nekoliko minuta.",
        "sr Консултације | Превише покушаја. Сачекајте неколико минута.",
        "mk Консултации | Премногу обиди. Почекајте неколку минути.",
        "lexicons True",
    ]


@pytest.mark.timeout(900)  # on a busy machine; half a minute on an idle one
@pytest.mark.django_db
@pytest.mark.parametrize("example", ASKED)
def test_plugins_own_tests_pass_where_it_is_installed(machine, example):
    done = machine.test(example)
    assert done.returncode == 0, done.stdout
