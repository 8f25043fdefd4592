"""`python -m tests.plans.editing.killing DATABASE COMMAND WORD…`: run a command, to be killed.

For each line of standard input, such as `statements 3` or `seconds 0.05`, a child of this process
runs the command on the database and is killed then, if it is not done by then; how it ended is
printed: 0, or -9 and -14 for the signals. A process of its own, with one thread and no connection,
because only such a one may be forked; it has run the command dry, so that its children start warm.
"""

import os
import signal
import sys
from functools import cache
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 (Django has to be set up first)
from django.db import connection  # noqa: E402


class AfterStatements:
    """Lets so many statements through, BEGIN and savepoints among them, and kills the process."""

    def __init__(self, number):
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


def run(words):
    """Run the command in this process, and keep what it says to ourselves."""
    with Path(os.devnull).open("w") as nowhere:
        call_command(*words, stdout=nowhere)


def run_limited(limit, number, words):
    """Run the command for so long."""
    if connection.vendor == "sqlite":  # so little memory that half a transaction is in the file
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = 1")
    if limit == "seconds":
        signal.setitimer(signal.ITIMER_REAL, float(number))
        run(words)
    else:
        with connection.execute_wrapper(AfterStatements(int(number))):
            run(words)


@cache
def warm_up(words):
    """Load what the command needs, before the first child does."""
    run([*words, "--dry-run"])
    connection.close()


def main(database, *words):
    """Run the command once for each line."""
    connection.settings_dict["NAME"] = database
    for line in sys.stdin:
        warm_up(words)
        child = os.fork()
        if not child:
            run_limited(*line.split(), words)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 (it is asked)


if __name__ == "__main__":
    main(*sys.argv[1:])
