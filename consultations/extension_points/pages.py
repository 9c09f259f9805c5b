"""Content: blocks and page types of plugins. Handlers are Wagtail classes, which this room does not know."""

from django.http import HttpRequest

from plugins.kernel.points import ExtensionPoint, Timing

PAGE_BLOCK: ExtensionPoint[HttpRequest, object] = ExtensionPoint(
    "page.block",
    HttpRequest,
    object,
    timing=Timing.START,
    options=frozenset({"name", "label", "icon", "group"}),
    doc="""A block editors may put into the body of pages. The handler is a Wagtail block class, or a callable
    that makes the block; it is stored under the type `<slug>_<options["name"]>`, with `label` (language code →
    text), `icon` and `group`. Where the plugin is off, the block is not offered, and not shown on the site or in
    the content API; what editors wrote in it is kept through every edit, also while the package is gone. A block
    that fails is left out of its page. Its words are in no index of pages: a search source makes them found.""",
)
PAGE_TYPE: ExtensionPoint[HttpRequest, object] = ExtensionPoint(
    "page.type",
    HttpRequest,
    object,
    timing=Timing.START,
    options=frozenset(),
    doc="""A page type. The handler is a Wagtail page model of the plugin's own, made from
    `plugins.api.pages.PluginPage` with a `template`. It may be added below the front pages and sections of
    institutions where the plugin is on (`parent_page_types` may say less), and is not found elsewhere. Where the
    package is gone its pages stay in the tree, and are nowhere on the site.""",
)
