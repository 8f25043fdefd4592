"""The history knows of changes of the layout."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0010_undo_and_news"),
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
                ],
                max_length=10,
            ),
        ),
    ]
