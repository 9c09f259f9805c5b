"""`/admin/plugins/neighbourhoods/…`, in the namespace `neighbourhoods_admin`."""

from django.urls import path

from kuvend_neighbourhoods.admin import views

urlpatterns = [
    path("", views.SettlementList.as_view(), name="settlements"),
    path("new/", views.SettlementEditor.as_view(), name="new"),
    path("<int:pk>/", views.SettlementEditor.as_view(), name="settlement"),
    path("<int:pk>/offer/", views.offer, name="offer"),
]
