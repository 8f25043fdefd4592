"""What was decided, and who people are, can be searched."""

from django.db import migrations

from gates.word_index import WordFunctions, WordIndex


class Migration(migrations.Migration):
    dependencies = [("gates", "0002_rounds_and_policy")]

    operations = [
        WordFunctions(),
        WordIndex("gates_decision", ("actor_name", "meaning", "reason")),
        WordIndex("gates_user", ("first_name", "last_name", "username")),
    ]
