"""What plugins cost that are installed and off: queries and time of a consultation's page, and start-up.

Twenty throwaway plugins are written and installed, three of them are on. Two processes, one that may load all and
one that may load these three alone, are asked for the same page in turns, on one database; what is compared is
their time on the processor, which a busy machine stretches least. `python -m tests.benchmarks.plugins` alone
makes a small institution for it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.testing.packages import write_distribution

ROOT = Path(__file__).resolve().parents[2]
INSTALLED, ENABLED = 20, 3
BUNDLED = ("moderation", "submission_search", "threads")
ROUNDS, REQUESTS, STARTS = 9, 12, 5

MOST_TIME = 1.1
MOST_START_MS = 30.0

MANIFEST = """
from plugins.api.manifest import Contribution, PluginManifest

MANIFEST = PluginManifest(
    slug="{slug}", version="1.0", requires_api=">=1,<2", app="{slug}",
    name={{"en": "Bench {slug}"}}, description={{"en": "For a benchmark."}}, permitted_by_default={on},
    contributions=(
        Contribution(point="consultation.header", handler="{slug}.slots:header"),
        Contribution(point="consultation.discussion", handler="{slug}.slots:discussion"),
        Contribution(point="submission.footer", handler="{slug}.slots:footers"),
        Contribution(point="home.page", handler="{slug}.slots:discussion"),
        Contribution(point="record.event", handler="{slug}.slots:hear"),
        Contribution(point="site.urls", handler="{slug}.urls:urlpatterns"),
        Contribution(point="api.routes", handler="{slug}.urls:urlpatterns"),
    ),
)
"""
MODELS = """
from django.db import models

class Thing(models.Model):
    consultation = models.UUIDField(db_index=True)
    words = models.TextField()
"""
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel(name="Thing", fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("consultation", models.UUIDField(db_index=True)), ("words", models.TextField())])]
"""
SLOTS = """
from django.template.loader import render_to_string
from {slug}.models import Thing

def header(context):
    count = Thing.objects.filter(consultation=context.consultation).count()
    return render_to_string("{slug}/slot.html", {{"count": count}})

def discussion(context):
    return render_to_string("{slug}/slot.html", {{"count": 0}})

def footers(context):
    return {{}}

def hear(event):
    return None
"""
URLS = """
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("", lambda request: HttpResponse("ok"), name="index")]
"""


@dataclass(frozen=True)
class Cost:
    """Queries of the page with all plugins installed and with the enabled alone; time ratio; ms a plugin."""

    queries: int
    queries_alone: int
    time_ratio: float
    start_ms: float

    @property
    def is_kept(self) -> bool:
        """Whether what the platform promises holds."""
        return (
            self.queries <= self.queries_alone and self.time_ratio <= MOST_TIME and self.start_ms < MOST_START_MS
        )


def slugs(number: int) -> list[str]:
    """The names of the throwaway plugins."""
    return [f"bench_{index:02}" for index in range(number)]


def write_plugins(folder: Path) -> None:
    """Write the plugins' packages and their metadata into a folder for the path. The first few are on."""
    for index, slug in enumerate(slugs(INSTALLED)):
        files = {
            "__init__.py": "",
            "manifest.py": MANIFEST.format(slug=slug, on=index < ENABLED),
            "models.py": MODELS,
            "slots.py": SLOTS.format(slug=slug),
            "urls.py": URLS,
            "migrations/__init__.py": "",
            "migrations/0001_initial.py": MIGRATION,
            f"templates/{slug}/slot.html": "<p>{{ count }}</p>",
        }
        for name, text in files.items():
            file = folder / slug / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        write_distribution(folder, slug, "1.0", {slug: f"{slug}.manifest:MANIFEST"})


def measure(folder: Path, path: str) -> Cost:
    """Compare the page at `path` and the start; settings, database and `KUVEND_VAR` are the environment's."""
    write_plugins(folder)
    everything, alone = (_environment(folder, number) for number in (INSTALLED, ENABLED))
    migrate = [sys.executable, "manage.py", "plugins", "migrate"]
    subprocess.run(migrate, cwd=ROOT, env=everything, check=True, stdout=subprocess.PIPE)
    starts: dict[str, list[float]] = {"all": [], "alone": []}
    for _round in range(STARTS):
        starts["all"].append(_start(everything))
        starts["alone"].append(_start(alone))
    with _Site(everything) as all_of_them, _Site(alone) as three:
        times: dict[str, list[float]] = {"all": [], "alone": []}
        queries = {}
        for number in range(ROUNDS + 1):
            for name, site in (("all", all_of_them), ("alone", three)):
                answer = site.ask(path)
                queries[name] = answer["queries"]
                times[name] += answer["ms"] if number else []  # the first round warms up
    return Cost(
        queries["all"],
        queries["alone"],
        statistics.median(times["all"]) / statistics.median(times["alone"]),
        (min(starts["all"]) - min(starts["alone"])) / (INSTALLED - ENABLED),
    )


def _environment(folder: Path, number: int) -> dict[str, str]:
    path = os.pathsep.join([str(folder), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "KUVEND_PLUGINS": ",".join([*BUNDLED, *slugs(number)])}


def _start(environment: dict[str, str]) -> float:
    """Milliseconds of processor time until a new process could answer its first request."""
    command = [sys.executable, "-m", "tests.benchmarks.plugins", "--start"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout.splitlines()[-1])


class _Site:
    """A process that answers requests for a page, a batch a line."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.plugins", "--serve"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "_Site":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def ask(self, path: str) -> dict[str, Any]:
        """{"ms": processor time of each request, "queries": of the last}."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(path + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def start() -> None:
    """In a process of its own: get ready to answer, and print the milliseconds that took."""
    import django

    django.setup()
    from django.urls import get_resolver

    from consultations.activation.starting import quarantine_unready

    quarantine_unready()
    assert get_resolver().url_patterns
    print(time.process_time() * 1000)


def serve() -> None:
    """In a process of its own: for each path on standard input a line of JSON."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    for line in sys.stdin:
        times = []
        for _request in range(REQUESTS):
            started = time.process_time()
            answer = client.get(line.strip())
            times.append((time.process_time() - started) * 1000)
            assert answer.status_code == 200, answer.status_code
        with CaptureQueriesContext(connection) as captured:
            client.get(line.strip())
        print(json.dumps({"ms": times, "queries": len(captured)}), flush=True)


def report(cost: Cost) -> None:
    """Print what was measured, and beside it what is promised."""
    print(f"\n{INSTALLED} plugins installed and {ENABLED} on, against these {ENABLED} installed alone:")
    print(f"  queries of a consultation's page: {cost.queries} against {cost.queries_alone}")
    print(f"  time of the page: {cost.time_ratio:.3f} of it (at most {MOST_TIME})")
    print(f"  start-up: {cost.start_ms:.1f} ms for each plugin more (under {MOST_START_MS:.0f})")
    print("  kept" if cost.is_kept else "  NOT KEPT")


def consultation_path() -> str:
    """The page of the synthetic institution's consultation, looked up in a process of its own."""
    program = (
        "import django; django.setup()\n"
        "from consultations.models import Consultation\n"
        "print(Consultation.objects.get(institution__slug='synthetic').uuid)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return f"/en/consultations/{done.stdout.split()[-1]}/"


def main() -> int:
    """Measure on a small institution; 1 where the promise is not kept."""
    with tempfile.TemporaryDirectory(prefix="kuvend-bench-plugins-") as var:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "KUVEND_VAR": var,
            "LOG_LEVEL": "ERROR",
        }
        for name in ("DATABASE_URL", "SEARCH_URL"):
            os.environ.pop(name, None)
        for arguments in (("migrate", "--verbosity", "0"), ("synthesize", "--submissions", "200")):
            subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)
        cost = measure(Path(var) / "packages", consultation_path())
    report(cost)
    return 0 if cost.is_kept else 1


if __name__ == "__main__":
    if "--start" in sys.argv:
        start()
    elif "--serve" in sys.argv:
        serve()
    else:
        sys.exit(main())
