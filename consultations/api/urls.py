"""The record's own routes under `/api/v1/`."""

from django.urls import path

from consultations.api.views import catalogue, datasets, reports, staff, submissions

urlpatterns = [
    path("institutions/", catalogue.InstitutionsView.as_view(), name="api_institutions"),
    path("institutions/<slug:slug>/", catalogue.InstitutionView.as_view(), name="api_institution"),
    path("consultations/", catalogue.ConsultationsView.as_view(), name="api_consultations"),
    path("consultations/<uuid:uuid>/", catalogue.ConsultationView.as_view(), name="api_consultation"),
    path("consultations/<uuid:uuid>/ledger/", catalogue.LedgerView.as_view(), name="api_ledger"),
    path("consultations/<uuid:uuid>/report/", reports.ReportView.as_view(), name="api_report"),
    path("consultations/<uuid:uuid>/datasets/", datasets.DatasetsView.as_view(), name="api_datasets"),
    path(
        "consultations/<uuid:uuid>/datasets/<str:name>.csv",
        datasets.DatasetCsvView.as_view(),
        name="api_dataset_csv",
    ),
    path(
        "consultations/<uuid:uuid>/datasets/<str:name>.json",
        datasets.DatasetJsonView.as_view(),
        name="api_dataset_json",
    ),
    path("topics/", catalogue.TopicsView.as_view(), name="api_topics"),
    path("documents/", catalogue.DocumentsView.as_view(), name="api_documents"),
    path("documents/<uuid:uuid>/", catalogue.DocumentView.as_view(), name="api_document"),
    path("documents/<uuid:uuid>/versions/<int:number>/", catalogue.VersionView.as_view(), name="api_version"),
    path("submissions/", submissions.SubmissionsView.as_view(), name="api_submissions"),
    path("submissions/held/", staff.HeldSubmissionsView.as_view(), name="api_submissions_held"),
    path("submissions/follow/<str:token>/", submissions.FollowView.as_view(), name="api_follow"),
    path("submissions/<uuid:uuid>/", submissions.SubmissionView.as_view(), name="api_submission"),
    path("submissions/<uuid:uuid>/moderation/", staff.ModerationView.as_view(), name="api_moderation"),
    path("responses/", staff.ResponsesView.as_view(), name="api_responses"),
]
