"""The roles of companies that are there already hold what a gate asks for since policies came."""

from typing import Any

from django.db import migrations

NAMES = {
    "request_gate": "Can request approval",
    "override_gate": "Can override a decision",
    "configure_gate": "Can change the policy",
}


def grant(apps: Any, schema_editor: Any) -> None:
    """Let owner and CMO request, and the CEO override, change the policy and halt."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    of_gate, _ = ContentType.objects.get_or_create(app_label="gates", model="gate")
    wanted = NAMES | {"halt_gate": "Can halt and resume"}
    permissions = {
        codename: Permission.objects.get_or_create(
            content_type=of_gate, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in wanted.items()
    }
    for plan in apps.get_model("plans", "Plan").objects.filter(gate__isnull=False):
        for role in (plan.position, "CMO"):
            give(apps, plan, role, [permissions["request_gate"]])
        give(apps, plan, "CEO", [permissions[name] for name in wanted if name != "request_gate"])


def give(apps: Any, plan: Any, role: str, permissions: list[Any]) -> None:
    """Grant permissions on a plan's gate to a role's group, where there is one."""
    grants = apps.get_model("gates", "GateGroupObjectPermission").objects
    name = f"{plan.company.slug}: {role}"
    for group in apps.get_model("auth", "Group").objects.filter(name=name):
        for permission in permissions:
            grants.get_or_create(group=group, permission=permission, content_object_id=plan.gate_id)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("gates", "0002_rounds_and_policy"),
        ("plans", "0008_backups"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
