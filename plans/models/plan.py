"""A company, its plans, and who may do what with them."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from guardian.models import GroupObjectPermissionBase

from gates.models import Gate, storable
from plans.enums import Encoding, Position
from plans.models.guard import Guarded

RESERVED = frozenset(
    {
        *("admin", "companies", "gates", "invitations", "login", "logout", "password"),
        *("search", "static", "weekly"),
    }
)


def free_slug(slug: str) -> None:
    """Refuse a slug that an address of the site itself starts with, or that is hard to say."""
    if slug != slug.lower() or "_" in slug:
        message = "Use lower-case letters, digits and hyphens only."
        raise ValidationError(message)
    if slug in RESERVED:
        message = f"“{slug}” is an address of the site itself. Choose another."
        raise ValidationError(message)


class Company(models.Model):
    """A company; its slug is the first part of every address of its plans."""

    name = models.CharField(max_length=100, validators=[storable])
    slug = models.SlugField(max_length=50, unique=True, validators=[free_slug])

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name_plural = "companies"
        default_permissions = ("add", "view")
        permissions: ClassVar = [
            ("create_plan", "Can create the company's plans"),
            ("manage_company", "Can invite people and give roles"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address of the company's page."""
        return f"/{self.slug}/"


class Plan(Guarded):
    """One position's document.

    `bom`, `newline`, `final_newline` and `tail` are what the file had around and between its
    lines, `encoding` what it was written in; `references` are the labels of its link definitions.
    `revision` and `head_hash` are the last entry of its history; `laid_out` is the revision at
    which its sections last came, went, moved or were called otherwise. `review_cycle` is what its
    header says, `versioned_on` the days of the last versions in its Document History, newest first.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="plans")
    position = models.CharField(max_length=4, choices=Position)
    title = models.CharField(max_length=200)
    gate = models.OneToOneField(Gate, models.PROTECT, null=True, related_name="plan")
    encoding = models.CharField(max_length=12, choices=Encoding, default=Encoding.UTF_8)
    bom = models.BooleanField(default=False)
    newline = models.CharField(max_length=2, default="\n")
    final_newline = models.BooleanField(default=True)
    tail = models.TextField(blank=True)
    references = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    laid_out = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    review_cycle = models.TextField(blank=True)
    versioned_on = models.JSONField(default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        ordering: ClassVar = ["company_id", "position", "pk"]
        default_permissions = ("view", "change")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "position"], name="plan_one_per_position"),
            models.CheckConstraint(
                condition=models.Q(position__in=Position.values), name="plan_position_known"
            ),
            models.CheckConstraint(
                condition=models.Q(encoding__in=Encoding.values), name="plan_encoding_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.position}"

    @property
    def url(self) -> str:
        """The address of the plan's page; needs the company loaded."""
        return f"/{self.company.slug}/{self.position.lower()}/"

    @property
    def file_name(self) -> str:
        """What an exported file is called, without its ending."""
        title = Position(self.position).label.lower().replace(" ", "-")
        return f"{self.company.slug}-{self.position.lower()}-{title}"


class CompanyGroupObjectPermission(GroupObjectPermissionBase):
    """A group's permission on a company."""

    content_object = models.ForeignKey(Company, models.CASCADE)


class PlanGroupObjectPermission(GroupObjectPermissionBase):
    """A group's permission on a plan."""

    content_object = models.ForeignKey(Plan, models.CASCADE)
