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
    that makes the block; it is stored under the type `<slug>_<options["name"]>`. Where the plugin is off, the
    block is not offered and not shown, and what editors wrote in it stays.""",
)
PAGE_TYPE: ExtensionPoint[HttpRequest, object] = ExtensionPoint(
    "page.type",
    HttpRequest,
    object,
    timing=Timing.START,
    options=frozenset(),
    doc="""A page type. The handler is a Wagtail page model made from `plugins.api.pages.PluginPage`; it may be
    created below the pages of institutions where the plugin is on, and is not found elsewhere.""",
)
