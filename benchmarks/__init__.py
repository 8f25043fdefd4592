"""What Plangate costs, as ratios to what Django and the database can do at all.

Django is set up here, so that the modules import what they measure as any other does.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
