"""The entry for gunicorn."""

from django.core.handlers.wsgi import WSGIHandler

from config.wsgi import application


def test_application_is_django():
    assert isinstance(application, WSGIHandler)
