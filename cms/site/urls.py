"""The site's own pages below `/<language>/`, in the namespace `record`."""

from django.urls import path

from cms.site.views import (
    consultations,
    documents,
    follow,
    help_pages,
    institutions,
    mine,
    reports,
    submissions,
    take_part,
    verify,
)

app_name = "record"
urlpatterns = [
    path("consultations/", consultations.consultation_list_page, name="consultations"),
    path("consultations/<uuid:uuid>/", consultations.consultation_page, name="consultation"),
    path("consultations/<uuid:uuid>/take-part/", take_part.take_part, name="take_part"),
    path("consultations/<uuid:uuid>/report/", reports.report_page, name="report"),
    path("documents/<uuid:uuid>/", documents.document_page, name="document"),
    path("documents/<uuid:uuid>/versions/<int:number>/", documents.version_page, name="version"),
    path("submissions/<uuid:uuid>/", submissions.submission_page, name="submission"),
    path("receipt/<str:token>/", follow.receipt_page, name="receipt"),
    path("follow/<str:token>/", follow.follow_page, name="follow"),
    path("follow/<str:token>/withdraw/", follow.withdraw, name="withdraw"),
    path("verify/<str:token>/", verify.verify_page, name="verify"),
    path("institutions/", institutions.institutions_page, name="institutions"),
    path("help/<slug:topic>/", help_pages.help_page, name="help"),
    path("mine/", mine.my_submissions, name="my_submissions"),
]

#: First parts of addresses below a language that no plugin may take.
CORE_PREFIXES = frozenset({"accounts", *(str(pattern.pattern).partition("/")[0] for pattern in urlpatterns)})
