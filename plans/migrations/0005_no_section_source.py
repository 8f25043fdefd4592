from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_heading_rows")]

    operations = [
        migrations.RemoveField(model_name="section", name="above"),
        migrations.RemoveField(model_name="section", name="source"),
    ]
