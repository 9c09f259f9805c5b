"""Plugins' URLs behind the gate, mounted in an URLconf of their own: `/site/`, `/api/`, `/admin/`."""

import sys
import types
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import include, path, resolve, reverse

from plugins.kernel import failures, gate
from plugins.kernel.manifest import Contribution
from plugins.kernel.models import PluginFailure
from plugins.kernel.urls import (
    admin_menu,
    admin_urlpatterns,
    api_urlpatterns,
    first_parts,
    gated,
    namespaces_of,
    site_prefixes,
    site_urlpatterns,
)

HERE = UUID(int=1)

VIEWS = """
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError
from django.http import Http404, HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from plugins.kernel.gated import in_scope
from plugins.kernel.scope import Scope
from uuid import UUID

def named_place(request, number):
    if number == 404: raise Http404
    return [Scope(UUID(int=number))]

@in_scope(named_place)
def placed(request, number): return HttpResponse(f"placed {number}")

@csrf_exempt
def page(request, number=0): return HttpResponse(f"page {number}")
def broken(request): raise ValueError("what a person wrote")
def missing(request): raise Http404
def forbidden(request): raise PermissionDenied
def bad_query(request): raise ProgrammingError
def late(request):
    return SimpleTemplateResponse(engines["django"].from_string("{% include nothing %}"))
def rendered(request):
    return SimpleTemplateResponse(engines["django"].from_string("rendered"))

urlpatterns = [
    path("page/<int:number>/", page, name="page"),
    path("placed/<int:number>/", placed),
    path("broken/", broken),
    path("missing/", missing),
    path("forbidden/", forbidden),
    path("bad-query/", bad_query),
    path("late/", late),
    path("rendered/", rendered),
    path("inner/", include(([path("page/", page, name="page")], "inner"))),
]

def admin_patterns(): return [path("queue/", page, name="queue")]
def number(): return 7
def failing(request): raise ValueError
def waiting(request): return int(request.path[1:]) if request.path[1:] else False
def only_ants(request): return request.path.startswith("/ants")
"""


@pytest.fixture
def install_views(install):
    install.module("kvtest_views.py", VIEWS)


@pytest.fixture
def plugin(install_views, loaded, manifest_of, monkeypatch):
    """Loads plugin "ant" with the given contributions, on only at institution 1 and at the portal."""
    monkeypatch.setattr(
        gate, "_activation", lambda scope: ["ant", "bee"] if scope.institution in (HERE, None) else []
    )

    def load(*contributions, slug="ant", others=()):
        return loaded(manifest_of(slug, *contributions), *others)

    return load


def site(prefix="polls"):
    """A contribution of the plugin's pages."""
    return Contribution(
        point="site.urls", handler="kvtest_views:urlpatterns", options={"prefix": prefix} if prefix else {}
    )


@pytest.fixture
def mounted(settings):
    """Makes an URLconf of the given patterns the root, and returns a function that asks it."""

    def mount(patterns):
        urlconf = types.ModuleType("kvtest_urlconf")
        urlconf.urlpatterns = [path("", include(patterns))]
        sys.modules["kvtest_urlconf"] = urlconf
        settings.ROOT_URLCONF = "kvtest_urlconf"

        def ask(address, institution=HERE):
            request = RequestFactory().get(address)
            request.institution = SimpleNamespace(uuid=institution) if institution else None
            match = resolve(address)
            request.resolver_match = match
            response = match.func(request, *match.args, **match.kwargs)
            return response.render() if hasattr(response, "render") else response

        return ask

    yield mount
    sys.modules.pop("kvtest_urlconf", None)


@pytest.fixture(autouse=True)
def nothing_waiting(held_permissions):
    failures.forget_waiting()
    yield
    failures.forget_waiting()


def test_view_in_a_named_place_is_asked_about_that_place_whatever_the_host(plugin, mounted):
    plugin(site())
    ask = mounted(site_urlpatterns())
    elsewhere = UUID(int=2)
    assert ask("/polls/placed/1/", elsewhere).content == b"placed 1"
    for number in (2, 404):
        with pytest.raises(Http404):
            ask(f"/polls/placed/{number}/", HERE)


def test_site_urls_are_mounted_below_their_prefix_in_the_plugins_namespace(plugin, mounted):
    plugin(site())
    ask = mounted(site_urlpatterns())
    assert reverse("ant:page", args=[3]) == "/polls/page/3/"
    assert reverse("ant:inner:page") == "/polls/inner/page/"
    assert ask("/polls/page/3/").content == b"page 3"
    assert ask("/polls/inner/page/").content == b"page 0"


def test_site_urls_without_a_prefix_lie_below_the_slug(plugin, mounted):
    plugin(site(prefix=None))
    mounted(site_urlpatterns())
    assert reverse("ant:page", args=[3]) == "/ant/page/3/"


@pytest.mark.parametrize("address", ["/polls/page/1/", "/polls/inner/page/", "/polls/broken/"])
def test_site_url_is_not_found_where_the_plugin_is_off(plugin, mounted, address):
    plugin(site())
    ask = mounted(site_urlpatterns())
    with pytest.raises(Http404):
        ask(address, institution=UUID(int=2))


def test_site_url_at_the_portal_is_found_where_the_plugin_is_on_somewhere(plugin, mounted):
    plugin(site())
    assert mounted(site_urlpatterns())("/polls/page/1/", institution=None).status_code == 200


def test_gated_view_keeps_the_marks_of_the_view_and_carries_the_slug(plugin, mounted):
    plugin(site())
    mounted(site_urlpatterns())
    view = resolve("/polls/page/1/").func
    assert (view.plugin_slug, view.csrf_exempt, view.__name__) == ("ant", True, "page")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/polls/broken/", "/polls/late/"])
def test_site_view_that_fails_is_answered_with_unavailable_and_written_down(plugin, mounted, settings, address):
    settings.PLUGIN_UNAVAILABLE_VIEW = None
    plugin(site())
    response = mounted(site_urlpatterns())(address)
    assert response.status_code == 503
    assert response.content.decode().startswith("This part of the site is not available")
    row = PluginFailure.objects.get()
    assert (row.plugin, row.institution, row.opened_at) == ("ant", HERE, None)
    assert row.last_contribution.startswith("ant/view/ant:")


def test_template_response_of_a_plugin_is_rendered(plugin, mounted):
    plugin(site())
    response = mounted(site_urlpatterns())("/polls/rendered/")
    assert response.content == b"rendered"
    assert "render" not in vars(response)


@pytest.mark.django_db(transaction=True)
def test_site_view_that_fails_shows_the_project_view_where_settings_name_one(plugin, mounted, settings):
    plugin(site())
    settings.PLUGIN_UNAVAILABLE_VIEW = "kvtest_views.page"
    assert mounted(site_urlpatterns())("/polls/broken/").content == b"page 0"


def test_site_view_that_fails_raises_for_the_developer_under_debug(plugin, mounted, settings):
    plugin(site())
    settings.DEBUG = True
    with pytest.raises(ValueError, match="what a person wrote"):
        mounted(site_urlpatterns())("/polls/broken/")


@pytest.mark.parametrize(
    ("address", "exception"),
    [
        ("/polls/missing/", "django.http.Http404"),
        ("/polls/forbidden/", "django.core.exceptions.PermissionDenied"),
        ("/polls/bad-query/", "django.db.ProgrammingError"),
    ],
)
def test_answers_and_database_errors_of_a_view_are_left_to_django(plugin, mounted, address, exception):
    from django.utils.module_loading import import_string

    plugin(site())
    ask = mounted(site_urlpatterns())
    with pytest.raises(import_string(exception)):
        ask(address)


@pytest.mark.django_db(transaction=True)
def test_api_routes_answer_with_problem_documents(plugin, mounted):
    plugin(Contribution(point="api.routes", handler="kvtest_views:urlpatterns"))
    ask = mounted(api_urlpatterns())
    assert reverse("ant_api:page", args=[1]) == "/ant/page/1/"
    for address, institution, status in (
        ("/ant/page/1/", HERE, 200),
        ("/ant/page/1/", UUID(int=2), 404),
        ("/ant/broken/", HERE, 503),
    ):
        response = ask(address, institution)
        assert response.status_code == status
        assert (response["Content-Type"] == "application/problem+json") is (status != 200)


def test_admin_views_come_from_a_callable_and_ask_where_the_person_works(plugin, mounted):
    plugin(Contribution(point="admin.views", handler="kvtest_views:admin_patterns"))
    works_at = []
    ask = mounted(admin_urlpatterns(scopes=lambda request: works_at))
    assert reverse("ant_admin:queue") == "/ant/queue/"
    with pytest.raises(Http404):
        ask("/ant/queue/")
    works_at.append(gate.Scope(UUID(int=2)))
    with pytest.raises(Http404):
        ask("/ant/queue/")
    works_at.append(gate.Scope(HERE))
    assert ask("/ant/queue/").status_code == 200


@pytest.mark.parametrize(
    ("contribution", "reason"),
    [
        (site("documents"), "site.urls: the prefix 'documents' belongs to the platform itself"),
        (site("sr-latn"), "site.urls: the prefix 'sr-latn' belongs to the platform itself"),
        (site("documents/ours"), "site.urls: the prefix 'documents/ours' has to be one part of an address"),
        (site("Polls"), "site.urls: the prefix 'Polls' has to be one part of an address"),
        (
            Contribution(point="site.urls", handler="kvtest_views:number"),
            "site.urls: no usable URLs: TypeError: kvtest_views:number is no list of URL patterns",
        ),
        (
            Contribution(point="site.urls", handler="kvtest_views:nowhere"),
            "site.urls kvtest_views:nowhere: cannot be imported",
        ),
    ],
)
def test_plugin_with_unusable_urls_is_quarantined_and_others_stay(plugin, manifest_of, contribution, reason):
    registry = plugin(contribution, others=[manifest_of("bee", site("bees"))])
    patterns = site_urlpatterns(reserved=["documents"])
    assert [pattern.namespace for pattern in patterns] == ["bee"]
    assert registry.quarantined[0].slug == "ant"
    assert registry.quarantined[0].reason.startswith(reason)


def test_second_plugin_that_claims_a_prefix_is_quarantined(plugin, manifest_of):
    registry = plugin(site("same"), others=[manifest_of("bee", site("same"))])
    assert [pattern.namespace for pattern in site_urlpatterns()] == ["ant"]
    assert [entry.slug for entry in registry.quarantined] == ["bee"]
    assert registry.quarantined[0].reason.startswith(
        "site.urls: the prefix 'same' belongs to plugin 'ant': set another in its options (plugins/"
    )


def test_plugin_with_the_name_of_a_namespace_of_ours_is_quarantined(plugin, manifest_of):
    registry = plugin(site(), others=[manifest_of("bee", site("bees"))])
    core = [path("", include(([], "ant"), namespace="ant")), path("x/", lambda request: None)]
    patterns = site_urlpatterns(namespaces=namespaces_of(core))
    assert [pattern.namespace for pattern in patterns] == ["bee"]
    assert registry.quarantined[0].reason == (
        "site.urls: its slug is a URL namespace of the platform itself: choose another slug"
    )


def test_prefixes_of_plugins_are_told_to_who_names_institutions(plugin, manifest_of):
    plugin(site(prefix=None), others=[manifest_of("bee", site("bees"))])
    assert site_prefixes() == {"ant": "ant", "bees": "bee"}


def test_route_that_shadows_the_cores_api_is_quarantined(plugin):
    contribution = Contribution(
        point="api.routes", handler="kvtest_views:urlpatterns", options={"prefix": "submissions"}
    )
    registry = plugin(contribution)
    core = [path("submissions/<uuid:uuid>/", lambda request: None), path("schema/", lambda request: None)]
    assert api_urlpatterns(reserved=first_parts(core)) == []
    assert registry.quarantined[0].reason.startswith(
        "api.routes: the prefix 'submissions' belongs to the platform itself: set another in its options"
    )


def test_asynchronous_view_cannot_be_gated():
    async def view(request):
        """A view that the wrapper could not guard."""

    with pytest.raises(TypeError, match="is asynchronous"):
        gated(view, "ant")


def menu(slug="ant", handler="", **options):
    """A contribution of one item to the admin's menu."""
    given = {"label": {"en": "Polls", "sq": "Sondazhe"}, "url_name": f"{slug}_admin:queue"}
    return Contribution(point="admin.menu", handler=handler, options=given | options)


def person(held=()):
    """A request of somebody with these permissions at the institution."""
    request = RequestFactory().get("/ants/")
    request.institution = SimpleNamespace(uuid=HERE)
    request.user = SimpleNamespace(held=[(name, HERE) for name in held])
    return request


def test_admin_menu_is_ordered_and_describes_its_items(plugin, manifest_of):
    plugin(menu(order=300, icon="list-ul"), others=[manifest_of("bee", menu("bee", order=100))])
    entries = admin_menu()
    assert [(entry.plugin, entry.order, entry.icon) for entry in entries] == [
        ("bee", 100, "circle-plus"),
        ("ant", 300, "list-ul"),
    ]
    assert entries[1].label == {"en": "Polls", "sq": "Sondazhe"}
    assert entries[1].url_name == "ant_admin:queue"


def test_admin_menu_item_is_shown_to_those_who_may(plugin):
    plugin(menu(permission="ant.run"))
    [entry] = admin_menu()
    assert entry.is_shown(person(["ant.run"])) is True
    assert entry.is_shown(person()) is False


def test_admin_menu_item_is_hidden_where_the_plugin_is_off(plugin):
    plugin(menu())
    [entry] = admin_menu(scopes=lambda request: [gate.Scope(UUID(int=2))])
    assert entry.is_shown(person()) is False


def test_admin_menu_item_may_have_a_condition_of_its_own(plugin):
    plugin(menu(handler="kvtest_views:only_ants"))
    [entry] = admin_menu()
    request = person()
    assert entry.is_shown(request) is True
    request.path = "/bees/"
    assert entry.is_shown(request) is False


@pytest.mark.parametrize(("path", "number"), [("/7", 7), ("/0", 0), ("/", None)])
def test_admin_menu_item_may_show_how_much_there_is_to_do(plugin, path, number):
    plugin(menu(handler="kvtest_views:waiting"))
    [entry] = admin_menu()
    request = person()
    request.path = path
    assert entry.shown_with(request) == number


@pytest.mark.django_db(transaction=True)
def test_admin_menu_item_whose_condition_fails_is_hidden_and_written_down(plugin):
    plugin(menu(handler="kvtest_views:failing"))
    [entry] = admin_menu()
    assert entry.is_shown(person()) is False
    assert PluginFailure.objects.get().last_contribution == "ant/admin.menu/failing"


def test_plugin_with_a_menu_item_without_label_is_quarantined(plugin):
    registry = plugin(Contribution(point="admin.menu", options={"url_name": "x"}))
    assert admin_menu() == []
    assert registry.quarantined[0].reason.startswith("admin.menu: KeyError: 'label'")
