"""`/<language>/moderation/`, in the namespace `moderation`."""

from django.urls import path

from plugins.bundled.moderation.site.views import decision_log

urlpatterns = [path("", decision_log, name="log")]
