"""The site's settings for tests: nothing of this machine's environment but the database's address.

Names of test databases carry the process's number, so that several runs can share a machine; what
a process leaves on the disk goes with it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

DATA = Path(tempfile.gettempdir()) / f"plangate-tests-{os.getpid()}"
DATA.mkdir(exist_ok=True)
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATA}/plangate.sqlite3")
os.environ |= {
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "BACKUP_DIR": str(DATA / "backups"),
    "CSRF_TRUSTED_ORIGINS": "",
    "DATA_DIR": str(DATA),
    "DEBUG": "false",
    "HTTPS": "false",
    "LOG_LEVEL": "CRITICAL",  # refusals are asserted, not read
    "SECRET_KEY": "of-tests-only",
    "TIME_ZONE": "UTC",
}

from config.settings import *  # noqa: E402, F403 (it reads the environment set above)
from config.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file and not memory: a live server's threads need connections of their own. Nobody
    # survives a power cut in a test, so nothing waits for the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"][
        "init_command"
    ].replace("synchronous=FULL", "synchronous=OFF")
else:
    # Nor does anything wait for the disk here, or for code that is compiled to be run once.
    DATABASES["default"]["TEST"] = {"NAME": f"test_plangate_{os.getpid()}"}
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off -c jit=off"
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a server's thread must not keep one past its test

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the strong one is slow
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # the live server serves from static/: nothing was collected
