"""What plugins do wrong: handlers that each break one rule of the conformance suite."""

from django.core.management.base import BaseCommand
from django.db import connection, migrations, models
from django.http import HttpResponse
from django.urls import path
from django.utils.safestring import SafeString
from kuvend_dummy.models import Note

from consultations.models import Submission
from plugins.api.commands import PluginCommand
from plugins.api.extension_points import PersonalRecord
from plugins.api.search import SearchDocument
from plugins.kernel.registry import registry


def notes(world, number, text):
    """`fill`: notes of the world's participants."""
    for place in range(number):
        Note.objects.create(
            institution=world.institution.uuid,
            consultation=world.consultation.uuid,
            submission=world.submissions[place % len(world.submissions)].uuid,
            participant=world.participants[place % len(world.submissions)],
            word=text[:60],
        )


class ForeignCommand(PluginCommand):
    """A command that asks the gate about another plugin."""

    plugin = "dummy"


class PlainCommand(BaseCommand):
    """A command that asks no gate."""


def raising(context):
    """A slot that fails."""
    raise RuntimeError("broken")


def one_by_one(context):
    """A slot with a query for each submission."""
    return {
        uuid: SafeString(f"<p>{Note.objects.filter(submission=uuid).count()}</p>")
        for uuid in context.submission_uuids
    }


def unescaped(context):
    """A slot that believes what people write."""
    texts = Submission.objects.filter(consultation__uuid=context.consultation).values_list("text", flat=True)
    return SafeString("".join(f"<p>{text}</p>" for text in texts))


def everybodys(context):
    """A slot that shows all notes there are."""
    return SafeString("".join(f"<p>{note.word}</p>" for note in Note.objects.all()))


def inaccessible(context):
    """A slot that few can use."""
    return SafeString(
        '<h1 id="top">Title</h1><h4 id="top">Part</h4><img src="/a.png"><input name="word">'
        '<a href="/next/"></a><p style="color: red" onclick="go()" tabindex="2">Text</p>'
    )


def everybodys_page(request):
    """A page that shows every institution's notes."""
    return HttpResponse(", ".join(Note.objects.values_list("word", flat=True)))


def unpublished_page(request):
    """A page that shows what is not public."""
    return HttpResponse(", ".join(Submission.objects.values_list("text", flat=True)))


def growing_page(request):
    """A page with a query for each note."""
    uuids = Note.objects.values_list("uuid", flat=True)
    return HttpResponse(", ".join(Note.objects.get(uuid=uuid).word for uuid in uuids))


def failing_page(request):
    """A page that is not there when it is wanted."""
    raise RuntimeError("broken")


def at(view):
    """URLs with one view."""
    return [path("", view, name="page")]


everybodys_urls = at(everybodys_page)
unpublished_urls = at(unpublished_page)
growing_urls = at(growing_page)
failing_urls = at(failing_page)


class Everything:
    """A search source that says that all is the first institution's, and offers what is not public."""

    kind = "specimen"

    def documents(self, object_ids):
        """One document a submission."""
        for submission in Submission.objects.filter(uuid__in=object_ids).select_related("institution"):
            yield SearchDocument(
                id=f"specimen:{submission.uuid}",
                kind="specimen",
                institution=str(Submission.objects.order_by("pk")[0].institution.uuid),
                consultation="",
                language="en",
                state="",
                year=2026,
                title=submission.text,
                body="",
                url_path="/",
                published_at=submission.submitted_at,
                version=1,
            )

    def object_ids(self):
        """All."""
        return (str(uuid) for uuid in Submission.objects.values_list("uuid", flat=True))


everything = Everything()


def export(person):
    """All there is to hand out."""
    rows = Note.objects.filter(participant__in=person.participants)
    return [PersonalRecord(kind="specimen.note", values={"word": note.word}) for note in rows]


def export_nothing(person):
    """Nothing is handed out."""
    return []


def erase(person):
    """As it should be."""
    return Note.objects.filter(participant__in=person.participants).delete()[0]


def erase_nothing(person):
    """Says it did, and did not."""
    return len(Note.objects.filter(participant__in=person.participants))


def erase_all(person):
    """Everybody's."""
    return Note.objects.all().delete()[0]


def needs_itself(sender, **kwargs):
    """A receiver that a plugin left in the core: it fails where the plugin is not loaded."""
    registry.plugin("specimen")


def make_table(apps, editor):
    """What `dummy.0001_initial` makes, unless it is there."""
    if Note._meta.db_table not in connection.introspection.table_names():
        editor.create_model(Note)


nose = migrations.AddField("note", "nose", models.IntegerField(null=True))
one_way = migrations.RunPython(make_table)
leaving = migrations.RunPython(make_table, migrations.RunPython.noop)
