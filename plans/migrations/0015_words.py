"""The words of plans are indexed, those that are there already included."""

from django.db import migrations

from gates.word_index import WordIndex


class Migration(migrations.Migration):
    dependencies = [("plans", "0014_reviews"), ("gates", "0003_words")]

    operations = [
        WordIndex("plans_section", ("heading",)),
        WordIndex("plans_row", ("cells",), is_json=True),
    ]
