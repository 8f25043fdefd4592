"""The addresses of gates: a page, and one address for each event that people take."""

from django.urls import path

from gates import views

app_name = "gates"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.gate, name="gate"),
    path("<int:pk>/<slug:event>/", views.record, name="record"),
]
