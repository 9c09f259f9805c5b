"""Gives the demo's open consultation a poll, hearings and settlements: `python -m tests.e2e.furnishing`."""

import os
import subprocess
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

from plugins.testing.packages import write_distribution

EXAMPLES = Path(__file__).resolve().parents[2] / "plugins" / "examples"
INSTALLED = ("polls", "hearing_calendar", "neighbourhoods")
ENTRY_POINTS = "kuvend.plugins"


def path_with_examples(folder: Path) -> str:
    """A PYTHONPATH on which the examples are as if installed; `folder` takes their metadata."""
    for name in INSTALLED:
        declared = tomllib.loads((EXAMPLES / name / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        write_distribution(folder, declared["name"], declared["version"], declared["entry-points"][ENTRY_POINTS])
    return os.pathsep.join([*(str(EXAMPLES / name) for name in INSTALLED), str(folder)])


def furnish(environment: dict[str, str], root: Path) -> None:
    """Run this module beside the running site."""
    subprocess.run([sys.executable, "-m", "tests.e2e.furnishing"], cwd=root, env=environment, check=True)


def main() -> None:
    """Write what the plugins show."""
    import django

    django.setup()
    from django.utils import timezone
    from kuvend_hearing_calendar.deciding import HearingContent, publish_hearing, write_hearing
    from kuvend_neighbourhoods.settling import write_settlement
    from kuvend_polls.deciding import ChoiceContent, publish_poll, write_poll

    from consultations.models import Consultation
    from consultations.selectors.institutions import institution_by_uuid
    from consultations.states import ConsultationState, consultation_state

    now = timezone.now()
    opened = next(
        one for one in Consultation.objects.all() if consultation_state(one, now) == ConsultationState.OPEN
    )
    at = {"institution": opened.institution.uuid, "consultation": opened.uuid}
    poll = write_poll(
        **at,
        questions={"mk": "Каде да се постават клупите?", "sq": "Ku të vendosen stolat?"},
        choices=[
            ChoiceContent(labels={"mk": "Во паркот", "sq": "Në park"}),
            ChoiceContent(labels={"mk": "На плоштадот пред општинската зграда, каде што е пазарот"}),
        ],
    )
    publish_poll(institution=at["institution"], poll=poll, is_published=True)
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    content = HearingContent(
        titles={"mk": "Расправа во месниот дом", "sq": "Dëgjim në shtëpinë e fshatit"},
        places={"mk": "Дом на култура, Јегуновце"},
        descriptions={"sq": "Hyrja është nga rruga kryesore."},
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        capacity=30,
    )
    publish_hearing(institution=at["institution"], hearing=write_hearing(**at, content=content), is_published=True)
    for names in ({"mk": "Вратница", "sq": "Vratnicë"}, {"mk": "Шемшево", "sq": "Shemshovë"}):
        write_settlement(institution=institution_by_uuid(opened.institution.uuid), names=names)


if __name__ == "__main__":
    main()
