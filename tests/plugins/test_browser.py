"""The browser fixtures: who is signed in, and what a page may not get away with."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

ICON = "<link rel=icon href='data:,'>"


def show(request):
    """Show who asks, and whatever markup the address names."""
    return HttpResponse(f"{ICON}<body>{request.user.username}{request.GET.get('markup', '')}")


urlpatterns = [path("", login_not_required(show))]
pytestmark = pytest.mark.urls(__name__)


def test_two_pages_are_two_people(new_page, sign_in):
    ann, bob = new_page(), new_page()
    for name, page in (("ann", ann), ("bob", bob)):
        get_user_model().objects.create_user(name)
        sign_in(name, page)
        page.goto("/")

    assert [ann.inner_text("body"), bob.inner_text("body")] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ("<script>1</script>", "Content Security Policy"),
        ("<img src='http://plangate.example/x.png'>", "Content Security Policy"),
        ("<img src='/nowhere.png'>", "status of 404"),
    ],
)
def test_complaints_are_heard(page, complaints, markup, complaint):
    page.goto(f"/?markup={markup}")

    assert complaint in complaints.unexpected()[0]
    complaints.heard.clear()


def test_expected_complaints_pass(page, complaints):
    complaints.expect("status of 404")

    page.goto("/?markup=<img src='/nowhere.png'>")
