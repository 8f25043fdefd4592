"""Another password: Django's own pages, whose links hold once and for three days."""

from django.conf import settings
from django.contrib.auth import views
from django.urls import reverse_lazy


class Forgotten(views.PasswordResetView):
    """The form that sends a link to an e-mail address, if an account has it; it never says so."""

    email_template_name = "registration/password_reset_email.txt"
    extra_email_context = {"site": settings.BASE_URL.rstrip("/")}


class Sent(views.PasswordResetDoneView):
    """Say that a link is on its way, if there is an account."""


class Reset(views.PasswordResetConfirmView):
    """Set another password, to whoever has the link."""


class Set(views.PasswordResetCompleteView):
    """Say that the password is set."""


class Changed(views.PasswordChangeView):
    """Set another password of one's own, by the old one."""

    success_url = reverse_lazy("password_reset_complete")
