"""The API's shapes, made of the selectors' views. Nothing is in them that the public may not see."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from consultations.models.document import DocumentKind, ProvisionKind
from consultations.models.moderation import ModerationAction
from consultations.models.response import Outcome
from consultations.models.submission import Channel
from consultations.selectors.form_fields import named_values
from consultations.selectors.views import SubmissionView
from consultations.states import ConsultationState, SubmissionState

Translated = dict[str, str]
_VALUE = {
    "oneOf": [
        {"type": "string"},
        {"type": "integer"},
        {"type": "boolean"},
        {"type": "array", "items": {"type": "string"}},
    ]
}


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "string"}, "example": {"sq": "…", "en": "…"}}
)
class TranslatedField(serializers.Field):
    """A text in several languages: `{language code: text}`."""

    def to_representation(self, value: Any) -> Translated:
        return dict(value)

    def to_internal_value(self, data: Any) -> Translated:
        if not isinstance(data, dict) or not all(
            isinstance(key, str) and isinstance(text, str) for key, text in data.items()
        ):
            raise serializers.ValidationError("An object of language codes and texts is expected.")
        return data


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "example": "neighbourhoods.settlement"},
                "label": {"type": "string"},
                "value": _VALUE,
                "text": {"type": "string"},
            },
            "required": ["name", "label", "value", "text"],
        },
        "description": "What was entered in the form fields of plugins, with their labels, and in words.",
    }
)
class EnteredField(serializers.Field):
    """What a submission's author entered in form fields of plugins, as far as it is public."""

    def to_representation(self, value: SubmissionView) -> list[dict[str, Any]]:
        return [
            {"name": named.key, "label": named.label, "value": named.value, "text": named.text}
            for named in named_values(value, get_language() or "en")
            if named.is_public
        ]


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": _VALUE,
        "description": 'What was entered in the form fields of plugins: {"plugin.field": value}.',
        "example": {"neighbourhoods.settlement": "vratnica"},
    }
)
class FieldValuesField(serializers.Field):
    """Values by "slug.name"; what they must be, the record says."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise serializers.ValidationError("An object of field names and values is expected.")
        return data


class InstitutionSerializer(serializers.Serializer):
    slug = serializers.SlugField()
    uuid = serializers.UUIDField()
    names = TranslatedField()
    languages = serializers.ListField(child=serializers.CharField())
    jurisdiction = serializers.CharField(help_text="ISO 3166-1 alpha-2; XK for Kosovo.")
    rule_set = serializers.CharField()
    contact_name = serializers.CharField()
    contact_email = serializers.CharField()
    contact_phone = serializers.CharField()


class InstitutionRefSerializer(serializers.Serializer):
    slug = serializers.SlugField()
    uuid = serializers.UUIDField()
    names = TranslatedField()


class TopicSerializer(serializers.Serializer):
    slug = serializers.SlugField()
    labels = TranslatedField()


class VersionSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    document = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    number = serializers.IntegerField()
    titles = TranslatedField()
    languages = serializers.ListField(child=serializers.CharField())
    source_language = serializers.CharField()
    published_at = serializers.DateTimeField()
    content_hash = serializers.CharField(help_text="SHA-256 of the published content, hexadecimal.")


class ConsultationSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    institution = InstitutionRefSerializer()
    state = serializers.ChoiceField(choices=ConsultationState.choices)
    titles = TranslatedField()
    summaries = TranslatedField()
    source_language = serializers.CharField()
    rule_set = serializers.CharField()
    act_type = serializers.CharField()
    topics = serializers.ListField(child=serializers.CharField(), help_text="Slugs; see /api/v1/topics/.")
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancel_reasons = TranslatedField()
    versions = VersionSerializer(many=True)
    published = serializers.IntegerField(help_text="Public submissions, replies among them.")
    answerable = serializers.IntegerField(help_text="Public submissions that start a thread.")
    answered = serializers.IntegerField(help_text="How many of these have an answer.")


class ConsultationRefSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    titles = TranslatedField()
    state = serializers.ChoiceField(choices=ConsultationState.choices)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()


class DocumentSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    institution = InstitutionRefSerializer()
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    topics = serializers.ListField(child=serializers.CharField(), help_text="Slugs; see /api/v1/topics/.")
    created_at = serializers.DateTimeField()
    versions = VersionSerializer(many=True)
    consultations = ConsultationRefSerializer(many=True)


class ProvisionSerializer(serializers.Serializer):
    uid = serializers.UUIDField(help_text="The same in every version and language.")
    parent_uid = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField(choices=ProvisionKind.choices)
    number = serializers.CharField()
    position = serializers.IntegerField()
    depth = serializers.IntegerField()
    language = serializers.CharField(help_text="The language of the text shown.")
    is_fallback = serializers.BooleanField(help_text="True where the text is not in the language asked for.")
    heading = serializers.CharField()
    html = serializers.CharField()
    text = serializers.CharField()
    published = serializers.IntegerField(help_text="Public submissions on it.")


class VersionDetailSerializer(serializers.Serializer):
    version = VersionSerializer()
    provisions = ProvisionSerializer(many=True)
    consultations = ConsultationRefSerializer(many=True)
    published = serializers.IntegerField()


class ModerationSerializer(serializers.Serializer):
    action = serializers.ChoiceField(choices=ModerationAction.choices)
    reason_code = serializers.CharField()
    public_reasons = TranslatedField()
    decided_at = serializers.DateTimeField()


class ResponseSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reasons = TranslatedField()
    published_at = serializers.DateTimeField()


class ResponseListItemSerializer(ResponseSerializer):
    submissions = serializers.ListField(child=serializers.UUIDField())


class ProvisionRefSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ProvisionKind.choices)
    number = serializers.CharField()
    headings = TranslatedField()


class SubmissionSerializer(serializers.Serializer):
    """Hidden, removed and withdrawn ones keep their place: text and names are empty, the reason is there."""

    uuid = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Counts within the consultation.")
    institution = serializers.SlugField(source="institution_slug")
    consultation = serializers.UUIDField()
    document = serializers.UUIDField(allow_null=True)
    version = serializers.UUIDField(allow_null=True)
    provision = ProvisionRefSerializer(allow_null=True)
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]  # a field of this name
    root = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]  # a field of this name
    author_name = serializers.CharField()
    author_organisation = serializers.CharField()
    language = serializers.CharField()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=SubmissionState.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    submitted_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    reply_count = serializers.IntegerField()
    response = ResponseSerializer(allow_null=True)
    moderation = ModerationSerializer(many=True)
    fields = EnteredField(source="*", read_only=True)  # type: ignore[assignment]  # a field of this name


class HeldSubmissionSerializer(serializers.Serializer):
    submission = SubmissionSerializer()
    hold_reason = serializers.CharField()
    actions = serializers.ListField(child=serializers.ChoiceField(choices=ModerationAction.choices))


class NewSubmissionSerializer(serializers.Serializer):
    """What a participant sends. A signed-in person leaves `name` and `email` out."""

    consultation = serializers.UUIDField()
    text = serializers.CharField(trim_whitespace=False, allow_blank=True, max_length=None)
    language = serializers.CharField(max_length=10)
    version = serializers.UUIDField(required=False, allow_null=True)
    provision = serializers.UUIDField(required=False, allow_null=True, help_text="The provision's uid.")
    parent = serializers.UUIDField(  # type: ignore[assignment]  # a field of this name
        required=False, allow_null=True, help_text="The submission replied to."
    )
    name = serializers.CharField(required=False, allow_blank=True, max_length=120, default="")
    organisation = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    email = serializers.EmailField(required=False, allow_blank=True, write_only=True)
    fields = FieldValuesField(required=False)  # type: ignore[assignment]  # a field of this name


class ReceiptSerializer(serializers.Serializer):
    uuid = serializers.UUIDField()
    receipt_number = serializers.CharField()
    state = serializers.ChoiceField(choices=SubmissionState.choices)
    submitted_at = serializers.DateTimeField()
    content_hash = serializers.CharField(help_text="What the ledger commits to: salted SHA-256, hexadecimal.")
    follow_url = serializers.CharField(help_text="The private page: who has this address sees the status.")


class FollowedSubmissionSerializer(serializers.Serializer):
    submission = SubmissionSerializer()
    receipt_number = serializers.CharField()
    content_hash = serializers.CharField()
    can_withdraw = serializers.BooleanField()


class ModerationRequestSerializer(serializers.Serializer):
    action = serializers.ChoiceField(choices=ModerationAction.choices)
    reason_code = serializers.RegexField(
        r"^([a-z][a-z0-9_]*)?$", max_length=40, required=False, default="", allow_blank=True
    )
    public_reasons = TranslatedField(required=False, default=dict)


class ResponseRequestSerializer(serializers.Serializer):
    submissions = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reasons = TranslatedField()


class LedgerEventSerializer(serializers.Serializer):
    sequence = serializers.IntegerField()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    actor = serializers.CharField()
    subject = serializers.UUIDField(allow_null=True)
    payload = serializers.DictField()
    previous_hash = serializers.CharField()
    hash = serializers.CharField()


class ProblemErrorSerializer(serializers.Serializer):
    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = ProblemErrorSerializer(  # type: ignore[assignment]  # a field of this name
        many=True, required=False
    )
