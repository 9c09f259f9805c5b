"""Run a command against a private PostgreSQL that lives as long as the command: postgres.py COMMAND...

The server listens on a socket in a temporary folder only, keeps nothing, and does not wait for the disk. It
refuses to run as root, so root starts it as the user that Debian's package made for it.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from needs import postgres_program

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "jit": "off",
}


class Unavailable(Exception):
    """PostgreSQL cannot be started here; the message says why."""


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """A running server; yields its DATABASE_URL. Raises Unavailable."""
    initdb, server = postgres_program("initdb"), postgres_program("pg_ctl")
    if initdb is None or server is None:
        raise Unavailable("no PostgreSQL server programs (Debian: postgresql)")
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="kuvend-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        options = " ".join(f"-c {name}={value or repr('')}" for name, value in SETTINGS.items())
        _run(user, initdb, "-D", str(data), "-U", "kuvend", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        start = ("-o", f"-k {folder} {options}", "-l", str(folder / "log"), "-w", "-t", "60", "start")
        _run(user, server, "-D", str(data), *start)
        try:
            yield f"postgres://kuvend@{str(folder).replace('/', '%2F')}/postgres"
        finally:
            _run(user, server, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """The user to become: none unless we are root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise Unavailable("root may not run PostgreSQL and there is no user postgres") from None


def _run(user: str | None, *command: str) -> None:
    done = subprocess.run(
        command,
        check=False,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if command[-1] != "start" else subprocess.DEVNULL,
        stderr=subprocess.PIPE if command[-1] != "start" else subprocess.DEVNULL,
        text=True,
    )
    if done.returncode != 0:
        raise Unavailable(f"{Path(command[0]).name} failed: {(done.stderr or '').strip()}")


def main(command: list[str]) -> int:
    """The command's exit status; where there is no PostgreSQL, 0, or 1 in CI."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an exit, so that the server is stopped too
    try:
        with private_postgres() as url:
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    except Unavailable as reason:
        print(f"skipped on PostgreSQL: {reason}", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
