"""Seeded synthetic consultations of any size, for benchmarks and load tests.

Words come from the demo content's submissions through a chain of word pairs, one for each language, so
that their frequencies are a language's own: few words very often, most words rarely.
"""

import datetime as dt
import hashlib
import itertools
import random
import tomllib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from cms.tenancy.services.set_up_institution import set_up_institution
from consultations import clock
from consultations.models import Consultation, Institution, Participant, Submission, Version
from consultations.services.publish_version import ProvisionContent, TextContent, publish_version
from consultations.services.schedule_consultation import schedule_consultation

CONTENT = Path(__file__).resolve().parents[1] / "demo" / "content" / "consultations"
LANGUAGES = ("mk", "sq", "en")
WRITTEN_IN = ("mk", "sq", "sr-latn", "en")
REPLY_SHARE = 0.25
PROVISION_SHARE = 0.5
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Synthesised:
    """What was made."""

    institution: Institution
    consultation: Consultation
    version: Version
    submissions: int


class Words:
    """Sentences in one language from pairs of words that follow each other in real ones."""

    def __init__(self, texts: Sequence[str], rng: random.Random) -> None:
        self._rng = rng
        self._next: dict[str, list[str]] = defaultdict(list)
        self._first: list[str] = []
        for text in texts:
            words = text.split()
            self._first.append(words[0])
            for word, following in itertools.pairwise(words):
                self._next[word].append(following)

    def text(self, length: int) -> str:
        """About `length` words."""
        words = [self._rng.choice(self._first)]
        while len(words) < length:
            following = self._next.get(words[-1]) or self._first
            words.append(self._rng.choice(following))
        return " ".join(words)


def demo_words(rng: random.Random) -> dict[str, Words]:
    """The chains of all languages, from the demo's submissions."""
    texts: dict[str, list[str]] = defaultdict(list)
    for path in sorted(CONTENT.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["submissions"]:
            texts[row["language"]].append(row["text"])
    return {language: Words(texts[language], rng) for language in WRITTEN_IN}


def synthesize(*, submissions: int, provisions: int = 100, seed: int = 1, slug: str = "synthetic") -> Synthesised:
    """One institution, one document of `provisions` articles, one open consultation with `submissions`.

    The same arguments make the same texts. Raises ValueError if the institution is there already.
    """
    if Institution.objects.filter(slug=slug).exists():
        raise ValueError(f"There is an institution {slug!r} already; choose another --slug.")
    rng = random.Random(seed)  # noqa: S311 - test data, repeatable on purpose
    words = demo_words(rng)
    names = {"mk": f"Општина {slug}", "sq": f"Komuna {slug}", "en": f"Municipality {slug}"}
    with transaction.atomic():
        profile = set_up_institution(
            slug=slug, name=names, languages=LANGUAGES, jurisdiction="MK", rule_set="mk", time_zone="Europe/Skopje"
        )
        institution = profile.institution
        version = _document(institution, provisions, words, rng)
        consultation = _consultation(institution, version)
        participants = _participants(max(10, submissions // 5), rng)
        rows = list(_submissions(consultation, version, participants, submissions, words, rng))
        # What starts a thread first: replies point to it by the key it gets.
        for part in ([row for row in rows if row.parent is None], [row for row in rows if row.parent]):
            Submission.objects.bulk_create(part, batch_size=BATCH)
        Consultation.objects.filter(pk=consultation.pk).update(submissions_received=len(rows))
    return Synthesised(institution, consultation, version, len(rows))


def _document(institution: Institution, count: int, words: dict[str, Words], rng: random.Random) -> Version:
    provisions = [
        ProvisionContent(
            uid=uuid.UUID(int=rng.getrandbits(128)),
            kind="article",
            number=str(number),
            texts={
                language: TextContent(heading=words[language].text(5), html=f"<p>{words[language].text(60)}</p>")
                for language in LANGUAGES
            },
        )
        for number in range(1, count + 1)
    ]
    return publish_version(
        institution=institution,
        document_uuid=uuid.UUID(int=rng.getrandbits(128)),
        kind="draft_act",
        titles={"mk": "Нацрт-одлука", "sq": "Projektvendim", "en": "Draft decision"},
        provisions=provisions,
        languages=LANGUAGES,
        source_language="mk",
        actor=None,
    )


def _consultation(institution: Institution, version: Version) -> Consultation:
    now = clock.now()
    return schedule_consultation(
        institution=institution,
        uuid=uuid.uuid4(),
        titles={"mk": "Нацрт-одлука", "sq": "Projektvendim", "en": "Draft decision"},
        summaries={"mk": "Опис.", "sq": "Përshkrim.", "en": "Summary."},
        act_type="standard",
        opens_at=now - dt.timedelta(days=20),
        closes_at=now + dt.timedelta(days=40),
        versions=[version],
        actor=None,
        source_language="mk",
        now=now - dt.timedelta(days=21),
    )


def _participants(count: int, rng: random.Random) -> list[Participant]:
    rows = [
        Participant(uuid=uuid.UUID(int=rng.getrandbits(128)), kind="guest", display_name=f"Participant {number}")
        for number in range(count)
    ]
    Participant.objects.bulk_create(rows, batch_size=BATCH)
    return list(Participant.objects.filter(uuid__in=[row.uuid for row in rows[:BATCH]]))


def _submissions(
    consultation: Consultation,
    version: Version,
    participants: Sequence[Participant],
    count: int,
    words: dict[str, Words],
    rng: random.Random,
) -> Iterator[Submission]:
    uids = list(version.provisions.values_list("uid", flat=True))
    roots: list[Submission] = []
    span = (clock.now() - consultation.opens_at).total_seconds()
    for number in range(1, count + 1):
        parent = rng.choice(roots) if roots and rng.random() < REPLY_SHARE else None
        uid = parent.provision_uid if parent else (rng.choice(uids) if rng.random() < PROVISION_SHARE else None)
        language = rng.choices(WRITTEN_IN, weights=(4, 4, 1, 1))[0]
        text = words[language].text(max(6, int(rng.lognormvariate(3.4, 0.6))))
        author = rng.choice(participants)
        at = consultation.opens_at + dt.timedelta(seconds=span * number / (count + 1))
        salt = f"{rng.getrandbits(128):032x}"
        row = Submission(
            uuid=uuid.UUID(int=rng.getrandbits(128)),
            receipt_number=f"SY-{consultation.pk}-{number:06d}",
            number=number,
            institution_id=consultation.institution_id,
            consultation=consultation,
            participant=author,
            author_name=author.display_name,
            parent=parent,
            root=parent,
            version=version if uid else None,
            provision_uid=uid,
            language=language,
            text=text,
            content_salt=salt,
            content_hash=hashlib.sha256((salt + text).encode()).hexdigest(),
            state="published",
            channel="site",
            submitted_at=at,
            published_at=at,
        )
        if parent is None:
            roots.append(row)
        yield row
