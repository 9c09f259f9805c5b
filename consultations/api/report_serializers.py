"""The shapes of a report and of the list of data sets."""

from rest_framework import serializers

from consultations.api.serializers import (
    ConsultationSerializer,
    ProvisionRefSerializer,
    SubmissionSerializer,
    TranslatedField,
)
from consultations.rules.loading import Unit


class PeriodSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=[(unit.value, unit.value) for unit in Unit])


class LegalBasisSerializer(serializers.Serializer):
    rule_set = serializers.CharField()
    act_type = serializers.CharField()
    names = TranslatedField()
    source = serializers.CharField(  # type: ignore[assignment]  # a field of this name
        help_text="The act; empty where the rule set is no longer known."
    )
    is_verified = serializers.BooleanField(help_text="Whether a lawyer has read the act for this platform.")
    opening = PeriodSerializer(allow_null=True)
    earliest_closing = serializers.DateTimeField(allow_null=True)
    opening_kept = serializers.BooleanField(allow_null=True)
    response = PeriodSerializer(allow_null=True)
    response_due = serializers.DateTimeField(allow_null=True)
    response_kept = serializers.BooleanField(allow_null=True)


class FiguresSerializer(serializers.Serializer):
    published = serializers.IntegerField(help_text="Public submissions, replies among them.")
    traces = serializers.IntegerField(help_text="Hidden, removed or withdrawn; counted nowhere else.")
    answerable = serializers.IntegerField(help_text="Public submissions that start a thread.")
    answered = serializers.IntegerField(help_text="How many of these have an answer.")
    languages = serializers.DictField(child=serializers.IntegerField())
    channels = serializers.DictField(child=serializers.IntegerField())
    authors = serializers.DictField(child=serializers.IntegerField(), help_text="organisation and individual.")
    outcomes = serializers.DictField(
        child=serializers.IntegerField(), help_text="Outcome, or unanswered, of each thread."
    )


class ReportPlaceSerializer(serializers.Serializer):
    """What submissions are about; both null for the consultation as a whole."""

    version = serializers.UUIDField(source="version.uuid", allow_null=True, default=None)
    provision = ProvisionRefSerializer(allow_null=True)
    published = serializers.IntegerField()


class ReportSectionSerializer(serializers.Serializer):
    """What a plugin adds to the report."""

    plugin = serializers.CharField()
    name = serializers.CharField()
    title = serializers.CharField()
    html = serializers.CharField()
    data = serializers.ListField(  # type: ignore[assignment]  # a field of this name
        child=serializers.DictField()
    )


class ReportSerializer(serializers.Serializer):
    consultation = ConsultationSerializer()
    is_complete = serializers.BooleanField(help_text="Whether the institution has answered everything.")
    legal = LegalBasisSerializer()
    figures = FiguresSerializer()
    places = ReportPlaceSerializer(many=True)
    sections = ReportSectionSerializer(many=True)
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    submissions = SubmissionSerializer(many=True, help_text="One page of them, by document, provision, thread.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class DatasetSerializer(serializers.Serializer):
    name = serializers.CharField(help_text='A plugin\'s begins with its slug and a full stop: "polls.answers".')
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    columns = serializers.ListField(child=serializers.CharField())
    csv = serializers.URLField()
    json = serializers.URLField()


class DatasetListSerializer(serializers.Serializer):
    items = DatasetSerializer(many=True)
