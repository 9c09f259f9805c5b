import json
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import outbox, questions, sources, upkeep
from search.analysis import detect_language, group_of, tokens_of
from search.engines import EngineUnavailableError, SearchEngine, engines

_BAR = 30  # characters
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ID = re.compile(rf"[a-z][a-z0-9_]*:{_UUID.pattern}")
_UNJUDGED = "no word is asked for: whatever fits stands by its date, newest first, and nothing is judged"
_UNJUDGED_WORDLESS = "there is no word in the query: nothing is found"


class Command(BaseCommand):
    help = (
        "Look after the search index: rebuild it, see how far behind it is, compare it with the record, bring "
        "changes in, explain an order, try the analysis."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command for each thing to do."""
        actions = parser.add_subparsers(dest="action", required=True)
        rebuild = actions.add_parser("rebuild", help="Index everything anew while searches go on; may be resumed.")
        rebuild.add_argument("--from-nothing", action="store_true", help="Empty the index first: search is empty.")
        status = actions.add_parser("status", help="What is in the index, and how far behind it is.")
        status.add_argument("--json", action="store_true", help="Print one JSON object.")
        verify = actions.add_parser("verify", help="Compare every document with what its source says now.")
        verify.add_argument("--repair", action="store_true", help="Read again whatever differs.")
        drain = actions.add_parser("drain", help="Bring every waiting change into the index.")
        explain = actions.add_parser("explain", help="Why a document stands where it stands among the hits.")
        explain.add_argument("query", help="As typed into the search box; it is read as there.")
        explain.add_argument(
            "id", help='Of a thing, such as "submission:9f…" or "9f…", or the address of its page.'
        )
        for action in (rebuild, status, verify, drain, explain):
            action.add_argument(
                "--engine", default="main", help="main, or kept: the embedded one beside a cluster."
            )
        analyse = actions.add_parser(
            "analyse", help="Read one text a line, write its tokens as JSON, one line each."
        )
        analyse.add_argument("--language", default="und", help="The texts' language, if it is known.")

    def handle(self, *, action: str, **options: Any) -> None:
        """Run the sub-command; an engine that is down ends in a clear message."""
        try:
            getattr(self, f"_{action}")(**options)
        except EngineUnavailableError as error:
            raise CommandError(str(error)) from error

    def _rebuild(self, *, engine: str, from_nothing: bool, **options: Any) -> None:
        chosen = _engine(engine)
        if from_nothing:
            chosen.clear()
        count = upkeep.rebuild(chosen, name=engine, progress=self._progress())
        kinds = ", ".join(source.kind for source in sources.registered()) or "no source is registered"
        self.stdout.write(f"{count} objects read ({kinds}); {chosen.status().documents} documents indexed")

    def _status(self, *, engine: str, json: bool = False, **options: Any) -> None:
        chosen = _engine(engine)
        waiting = asdict(outbox.status(engine))
        try:
            facts = {**asdict(chosen.status()), **waiting}
            objects = {kind: list(counts) for kind, counts in _objects(chosen)}
        except EngineUnavailableError as error:
            # What waits is in the database, and of most interest now.
            waiting["last_error"] = waiting["last_error"] or str(error)
            self.stdout.write(
                dumps(waiting) if json else "\n".join(f"{name}: {waiting[name]}" for name in waiting)
            )
            raise
        if json:
            self.stdout.write(dumps({**facts, "objects": objects}))
            return
        for name, fact in facts.items():
            self.stdout.write(f"{name}: {fact}")
        for kind, (listed, indexed) in objects.items():
            self.stdout.write(f"{kind}: {indexed} indexed of {listed} that its source lists")

    def _verify(self, *, engine: str, repair: bool, **options: Any) -> None:
        found = upkeep.verify(_engine(engine), name=engine, progress=self._progress())
        for kind, differing in found.items():
            self.stdout.write(
                f"{kind}: {differing.checked} checked, {len(differing.missing)} missing, "
                f"{len(differing.outdated)} outdated, {len(differing.surplus)} too many"
            )
            for object_id in differing.all[:20]:
                self.stdout.write(f"  {object_id}")
        count = sum(len(differing.all) for differing in found.values())
        if repair:
            self.stdout.write(f"{upkeep.repair(found, name=engine)} objects read again")
        elif count:
            raise CommandError(f"{count} objects differ; --repair reads them again")

    def _drain(self, *, engine: str, **options: Any) -> None:
        total = 0
        while settled := outbox.drain(name=engine):
            total += settled
        waiting = outbox.status(engine)
        self.stdout.write(f"{total} changes brought in, {waiting.pending} waiting")

    def _explain(self, *, engine: str, query: str, id: str, **options: Any) -> None:
        asked = questions.query_of(query)
        chosen = _engine(engine)
        id = _named(chosen, id)
        if topics := sorted(value for values in asked.also.values() for value in values):
            self.stdout.write(f"what is about {', '.join(topics)} is found too")
        if not asked.parsed.positive_terms:
            self.stdout.write(_UNJUDGED_WORDLESS if asked.is_wordless else _UNJUDGED)
            return
        found = chosen.explain(asked, id)
        if found.score is None:
            indexed = "" if chosen.documents(id) else ": it is not in the index"
            self.stdout.write(f"{id} is none of the {found.total} hits{indexed}")
            return
        place = f"number {found.place}" if found.place else "not among the best, which alone are judged, but"
        part = f" ({found.part})" if found.part else ""
        self.stdout.write(f"{id}{part}: {place} of {found.total} hits")
        if found.score.titled:
            self.stdout.write(f"  {'first':>8}  the title alone holds everything")
        for word, share in zip(found.words, found.score.words, strict=True):
            self.stdout.write(f"  {share:8.3f}  {word}")
        self.stdout.write(f"  {found.score.near:8.3f}  how near the words stand")
        self.stdout.write(f"  {found.score.fresh:8.3f}  how lately it was published")
        self.stdout.write(f"  {found.score.total:8.3f}  together")

    def _analyse(self, *, language: str, **options: Any) -> None:
        # Only \n ends a text here; what is not UTF-8 is passed over.
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")  # type: ignore[union-attr]
        known = language if group_of(language) else None
        for line in sys.stdin:
            text = line.rstrip("\n")
            tokens = [token._asdict() for token in tokens_of(text, known)]
            told = language if known else "+".join(detect_language(text)) or "und"
            self.stdout.write(dumps({"language": told, "tokens": tokens}))
            self.stdout.flush()  # for a program that waits for the answer to each line

    def _progress(self) -> upkeep.Progress:
        """A bar where somebody watches, else a line each tenth."""
        began = time.monotonic()
        told = {"": -1}

        def tell(kind: str, done: int, total: int) -> None:
            tenth = 10 * done // max(total, 1)
            left = (time.monotonic() - began) * (total - done) / max(done, 1)
            if self.stderr.isatty():
                filled = "#" * (_BAR * done // max(total, 1))
                self.stderr.write(f"\r{kind} [{filled:<{_BAR}}] {done}/{total}, {left:.0f} s left ", ending="")
                if done == total:
                    self.stderr.write("")
            elif told.get(kind, -1) < tenth:
                told[kind] = tenth
                self.stderr.write(f"{kind}: {done}/{total}")

        return tell


def _engine(name: str) -> SearchEngine:
    try:
        return engines()[name]
    except KeyError:
        raise CommandError(f"there is no engine {name!r}; there is: {', '.join(engines())}") from None


def _named(engine: SearchEngine, given: str) -> str:
    """The id ("kind:uuid") of the thing that an id, a uuid, or the address of a page with a uuid in it names.

    Each uuid is looked for among the kinds of things that can be found.
    """
    if _ID.fullmatch(given):
        return given
    if not (uuids := _UUID.findall(given)):
        raise CommandError(f"{given!r} names nothing: give kind:uuid, a uuid, or an address with a uuid in it")
    named = (f"{kind}:{uuid.lower()}" for uuid in uuids for kind in sources.kinds())
    return next((one for one in named if engine.documents(one)), uuids[0].lower())


def _objects(engine: SearchEngine) -> Iterator[tuple[str, tuple[int, int]]]:
    """By kind: how many objects its source lists, and how many are indexed."""
    for source in sources.registered():
        yield source.kind, (sum(1 for _ in source.object_ids()), sum(1 for _ in engine.object_ids(source.kind)))


def dumps(facts: dict[str, Any]) -> str:
    """JSON on one line, in readable letters."""
    return json.dumps(facts, ensure_ascii=False)
