"""What the page of a report shows, put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.site import words
from cms.site.languages import lang_tag, language_name
from consultations.rules.loading import Period, Unit
from consultations.selectors.report import PAGE_SIZE, Report, ReportPlace


@dataclass(frozen=True)
class FigureRow:
    """A line of a table of figures; `lang` is the tag of a label that is not in the page's language."""

    label: str | Promise
    number: int
    lang: str = ""


@dataclass(frozen=True)
class FigureTable:
    """Contributions counted in one way."""

    caption: str | Promise
    heading: str | Promise
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class ContentsRow:
    """A place in the list of contents."""

    place: ReportPlace
    anchor: str
    url: str


@dataclass(frozen=True)
class PageLink:
    """One page of the report's contributions; `after_gap`: pages before it are left out."""

    number: int
    url: str
    after_gap: bool = False


def figure_tables(report: Report) -> tuple[FigureTable, ...]:
    """The report's figures as tables; none without contributions."""
    figures = report.figures
    if not figures.published:
        return ()
    languages = tuple(
        FigureRow(language_name(code), number, lang_tag(code)) for code, number in figures.languages.items()
    )
    return (
        FigureTable(_("By outcome"), _("Outcome"), _rows(figures.outcomes, words.OUTCOMES | words.NO_ANSWER)),
        FigureTable(_("By author"), _("Author"), _rows(figures.authors, words.AUTHORS)),
        FigureTable(_("By language"), _("Language"), languages),
        FigureTable(_("By the way they came"), _("Way"), _rows(figures.channels, words.CHANNELS)),
    )


def _rows(counts: Mapping[str, int], labels: words.Words) -> tuple[FigureRow, ...]:
    return tuple(FigureRow(labels.get(code, code), number) for code, number in counts.items())


def period_in_words(period: Period) -> str:
    """ "15 working days", "30 days"."""
    if period.unit is Unit.WORKING_DAYS:
        text = ngettext("%(count)d working day", "%(count)d working days", period.count)
    else:
        text = ngettext("%(count)d day", "%(count)d days", period.count)
    return text % {"count": period.count}


def anchor(place: ReportPlace) -> str:
    """The id of a place on the page."""
    if place.provision is not None and place.version is not None:
        return f"on-{place.version.uuid}-{place.provision.uid}"
    return f"on-{place.version.uuid}" if place.version is not None else "on-the-whole"


def contents(report: Report, *, whole: bool) -> tuple[ContentsRow, ...]:
    """Where in the report each provision's contributions are."""
    rows = []
    for place in report.places:
        page = "" if whole else page_url(report, place.page(PAGE_SIZE))
        rows.append(ContentsRow(place, anchor(place), f"{page}#{anchor(place)}"))
    return tuple(rows)


def page_links(report: Report) -> tuple[PageLink, ...]:
    """Every page of the contributions; none where one page holds them all."""
    if report.pages() == 1:
        return ()
    return tuple(PageLink(number, page_url(report, number)) for number in range(1, report.pages() + 1))


def page_url(report: Report, page: int) -> str:
    """The address of a page of the report."""
    address = reverse("record:report", args=[report.consultation.uuid])
    return address if page == 1 else f"{address}?page={page}"


def shown_pages(links: Sequence[PageLink], current: int) -> tuple[PageLink, ...]:
    """The links worth showing on a page: the first, the last, and those near it."""
    shown = [link for link in links if link.number in (1, len(links)) or abs(link.number - current) <= 2]
    before = [0, *(link.number for link in shown)]
    return tuple(
        replace(link, after_gap=link.number > previous + 1) for previous, link in zip(before, shown, strict=False)
    )
