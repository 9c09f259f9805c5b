"""`/admin/answers/…`."""

from django.urls import path

from cms.answers.views import ConsultationAnswersView, ConsultationsToAnswerView, bulk_action, conclude

app_name = "answers"
urlpatterns = [
    path("", ConsultationsToAnswerView.as_view(), name="index"),
    path("<uuid:uuid>/", ConsultationAnswersView.as_view(), name="consultation"),
    path("<uuid:uuid>/conclude/", conclude, name="conclude"),
    path("<slug:name>/with-ticked/<slug:plugin>/<path:action>/", bulk_action, name="bulk_action"),
]
