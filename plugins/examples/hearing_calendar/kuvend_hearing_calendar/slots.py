"""What hearings add to the pages of the site."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kuvend_hearing_calendar.reading import hearings_of, upcoming_hearings
from plugins.api.extension_points import (
    ConsultationDiscussionContext,
    ConsultationHeaderContext,
    HomePageContext,
)

ON_HOME_PAGE = 3


def consultation_header(context: ConsultationHeaderContext) -> SafeString | None:
    """The next hearing, in one line; nothing where none is to come. Two queries at most."""
    to_come = [one for one in hearings_of(context.consultation) if not one.is_over and not one.is_cancelled]
    if not to_come:
        return None
    return render_to_string("kuvend_hearing_calendar/next.html", {"hearing": to_come[0]}, context.request)


def consultation_discussion(context: ConsultationDiscussionContext) -> SafeString | None:
    """All hearings of the consultation, past ones among them. Two queries at most."""
    found = hearings_of(context.consultation)
    if not found:
        return None
    shown = {"hearings": found, "consultation": context.consultation}
    return render_to_string("kuvend_hearing_calendar/section.html", shown, context.request)


def home_page(context: HomePageContext) -> SafeString | None:
    """The next hearings of the institution, or of all."""
    found = upcoming_hearings(context.institution, limit=ON_HOME_PAGE)
    if not found:
        return None
    return render_to_string("kuvend_hearing_calendar/home.html", {"hearings": found}, context.request)
