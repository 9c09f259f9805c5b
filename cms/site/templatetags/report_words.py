"""What the page of a report says of periods and places: `{% load report_words %}`."""

from django import template

from cms.site import report_page
from consultations.rules.loading import Period
from consultations.selectors.report import ReportPlace

register = template.Library()


@register.filter
def period(value: Period) -> str:
    """`{{ legal.opening|period }}`: "15 working days"."""
    return report_page.period_in_words(value)


@register.filter
def place_anchor(place: ReportPlace) -> str:
    """`{{ group.place|place_anchor }}`: the id of a place on the page."""
    return report_page.anchor(place)
