"""Every address of the site: sign-in, the administration, gates, and then companies and plans."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("gates/", include("gates.urls")),
    path("", include("plans.urls")),
]
