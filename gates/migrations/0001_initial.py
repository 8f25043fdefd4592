"""People, gates, and the log that the database itself keeps append-only."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gates.models
from gates.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, validators=[gates.models.storable])),
                (
                    "url",
                    models.CharField(
                        max_length=500, validators=[gates.models.storable], verbose_name="address"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("pk",),
                "permissions": (
                    ("validate_gate", "Can record the validation decision"),
                    ("approve_gate", "Can approve, reject and revoke"),
                    ("halt_gate", "Can halt and resume"),
                ),
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "is_agent",
                    models.BooleanField(
                        default=False,
                        help_text="An agent may read and propose; it never decides on a gate.",
                        verbose_name="agent",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("decided", "Decision recorded"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("revoked", "Approval revoked"),
                            ("halted", "Halted"),
                            ("resumed", "Resumed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PROCEED", "PROCEED"),
                            ("ITERATE", "ITERATE"),
                            ("PIVOT", "PIVOT"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("agent", "agent"),
                            ("operator", "operator"),
                            ("import", "import"),
                            ("system", "system"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "actor_name",
                    models.CharField(help_text="As printed at the time.", max_length=310),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(4000),
                            gates.models.storable,
                        ],
                    ),
                ),
                (
                    "meaning",
                    models.CharField(help_text="What the actor says by this.", max_length=300),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, help_text="The terms that this sets or answers.", max_length=64
                    ),
                ),
                (
                    "baseline",
                    models.CharField(
                        blank=True,
                        help_text="The subject's digest when it was approved.",
                        max_length=64,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="gates.gate",
                    ),
                ),
            ],
            options={
                "ordering": ("gate", "sequence"),
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("gate", "sequence"), name="decision_one_per_sequence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="decision_sequence_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event", "decided"),
                                ("outcome__in", ["PROCEED", "ITERATE", "PIVOT"]),
                            ),
                            models.Q(
                                models.Q(("event", "decided"), _negated=True), ("outcome", "")
                            ),
                            _connector="OR",
                        ),
                        name="decision_outcome_when_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__isnull", False),
                            models.Q(("actor_kind__in", ["person", "agent"]), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_user_behind_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateGroupObjectPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="gates.gate"),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
            ],
            options={
                "verbose_name": "gate permission",
                "abstract": False,
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        AppendOnly("gates_decision"),
    ]
