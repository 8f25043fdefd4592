"""Files that somebody looks at before they are read into a plan."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from plans.enums import Encoding, Position
from plans.models.plan import Company


class StagedImport(models.Model):
    """A file that one person has sent for one plan and has neither applied nor discarded.

    `data` are its bytes, `encoding` how they are read. `key` is its address and, once applied, the
    group in the plan's history: so that applying twice is applying once.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="+")
    position = models.CharField(max_length=4, choices=Position)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=255)
    data = models.BinaryField()
    encoding = models.CharField(max_length=12, choices=Encoding, default=Encoding.UTF_8)
    staged_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-staged_at", "key"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["company", "position", "user"], name="staged_import_one_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(position__in=Position.values),
                name="staged_import_position_known",
            ),
            models.CheckConstraint(
                condition=models.Q(encoding__in=Encoding.values),
                name="staged_import_encoding_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} for {self.company} {self.position}"
