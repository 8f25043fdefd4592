"""Every address of the site: sign-in, the administration, gates, and then companies and plans.

A password is forgotten and set anew by Django's own pages; their links hold once, for three days.
"""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

forgotten = auth.PasswordResetView.as_view(
    email_template_name="registration/password_reset_email.txt",
    extra_email_context={"site": settings.BASE_URL.rstrip("/")},
)
changed = auth.PasswordChangeView.as_view(success_url="/password/set/")

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", forgotten, name="password_reset"),
    path("password/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path("password/set/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("password/change/", changed, name="password_change"),
    path("admin/", admin.site.urls),
    path("gates/", include("gates.urls")),
    path("", include("plans.urls")),
]
