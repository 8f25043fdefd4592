from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0017_weekly_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="action",
            field=models.CharField(
                choices=[
                    ("set", "Set"),
                    ("add", "Add"),
                    ("delete", "Delete"),
                    ("move", "Move"),
                    ("import", "Import"),
                    ("layout", "Layout"),
                    ("undo", "Undo"),
                    ("close", "Close"),
                    ("reopen", "Reopen"),
                    ("release", "Release"),
                    ("withdraw", "Withdraw"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["plan", "action", "-revision"], name="change_by_action"),
        ),
    ]
