"""The settings, read by a new process under an environment of its own."""

import json
import os
import stat
import subprocess
import sys

from tests.conftest import ROOT


def settings(tmp_path, *names, **environment):
    """Give the values of some settings as a new process reads them."""
    code = (
        "import json, sys; from config import settings;"
        "print(json.dumps([getattr(settings, name) for name in sys.argv[1:]], default=str))"
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("COVERAGE", "PATH", "HOME"))
    }
    # Given as empty where not given: a developer's own .env must not answer instead.
    given = {"SECRET_KEY": "", "HTTPS": "false", "DATABASE_URL": "sqlite://:memory:"}
    answer = subprocess.run(
        [sys.executable, "-c", code, *names],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=kept | given | {"DATA_DIR": str(tmp_path / "data")} | environment,
    )
    return json.loads(answer.stdout)


def test_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    first = settings(tmp_path, "SECRET_KEY")
    second = settings(tmp_path, "SECRET_KEY")

    assert first == second
    assert len(first[0]) >= 50
    mode = (tmp_path / "data" / "secret-key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_secret_key_of_the_environment_leaves_no_file(tmp_path):
    assert settings(tmp_path, "SECRET_KEY", SECRET_KEY="given") == ["given"]
    assert not (tmp_path / "data").exists()


def test_https_makes_cookies_of_this_host_only(tmp_path):
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT")

    assert settings(tmp_path, *names, HTTPS="true") == [
        "__Host-sessionid",
        "__Host-csrftoken",
        True,
    ]


def test_sqlite_begins_immediately_and_keeps_its_triggers(tmp_path):
    options = settings(tmp_path, "DATABASES")[0]["default"]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "recursive_triggers=ON" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_postgres_waits_neither_for_locks_nor_statements_for_ever(tmp_path):
    url = "postgres://somebody@127.0.0.1/plangate"
    options = settings(tmp_path, "DATABASES", DATABASE_URL=url)[0]["default"]["OPTIONS"]

    assert options["options"] == "-c lock_timeout=5000 -c statement_timeout=30000"


def test_deployment_check_finds_nothing(tmp_path):
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(tmp_path),
            "HTTPS": "true",
            "MAIL_HOST": "mail.example.com",
            "SECRET_KEY": "".join(map(chr, range(48, 123))),
        },
    )

    assert answer.returncode == 0, answer.stderr.decode()


def test_backups_lie_with_the_data_or_where_they_are_told(tmp_path):
    beside = str(tmp_path / "data" / "backups")

    assert settings(tmp_path, "BACKUP_DIR") == [beside]
    assert settings(tmp_path, "BACKUP_DIR", BACKUP_DIR="/srv/backups") == ["/srv/backups"]
