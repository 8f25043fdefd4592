"""`python -m tests.plans.backups.killing DATABASE COMMAND WORD…`: run a command, to be killed.

As `tests.plans.editing.killing`, but each line of standard input is a number: the command is killed
when it touches the system for that time, before it does: opens, renames or removes a file, connects
to SQLite, or starts a program.
"""

import os
import signal
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import (  # noqa: E402 (Django has to be set up first)
    call_command,
    load_command_class,
)
from django.db import connection  # noqa: E402

from plans.backups.contents import schema_problems  # noqa: E402

ALWAYS = {"fcntl.flock", "sqlite3.connect", "subprocess.Popen"}
OURS = {"open", "os.mkdir", "os.remove", "os.rename"}
"""Only of our own files: what a process imports is of no interest."""


def is_touch(event, arguments):
    """Tell whether something is done that leaves a trace."""
    return event in ALWAYS or (event in OURS and "plangate-" in str(arguments[0]))


def die_at(number):
    """Kill this process when it touches the system for the so manieth time."""
    left = number

    def heard(event, arguments):
        nonlocal left
        if is_touch(event, arguments):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


def main(database, *words):
    """Run the command once for each line, and tell how it ended: 0, 1 or -9."""
    connection.settings_dict["NAME"] = database
    load_command_class("plans", words[0])  # children start warm
    list(schema_problems({}))
    for line in sys.stdin:
        child = os.fork()
        if not child:
            die_at(int(line))
            with Path(os.devnull).open("w") as nowhere:
                call_command(*words, stdout=nowhere)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 (it is asked)


if __name__ == "__main__":
    main(*sys.argv[1:])
