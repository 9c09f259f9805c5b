"""`/admin/answers/…`."""

from django.urls import path

from cms.answers.views import ConsultationAnswersView, ConsultationsToAnswerView, conclude

app_name = "answers"
urlpatterns = [
    path("", ConsultationsToAnswerView.as_view(), name="index"),
    path("<uuid:uuid>/", ConsultationAnswersView.as_view(), name="consultation"),
    path("<uuid:uuid>/conclude/", conclude, name="conclude"),
]
