"""The shapes of the polls API."""

from rest_framework import serializers

from plugins.api.rest import TranslatedField


class PollChoiceSerializer(serializers.Serializer):
    """A choice, and how many chose it: null while the result is not public."""

    uuid = serializers.UUIDField()
    labels = TranslatedField()
    answers = serializers.IntegerField(allow_null=True)


class PollSerializer(serializers.Serializer):
    """A poll. `total` is null while the result is not public."""

    uuid = serializers.UUIDField()
    consultation = serializers.UUIDField()
    questions = TranslatedField()
    is_open = serializers.BooleanField()
    total = serializers.IntegerField(allow_null=True)
    choices = PollChoiceSerializer(many=True)


class PollListSerializer(serializers.Serializer):
    """The polls of a consultation, oldest first."""

    items = PollSerializer(many=True)


class PollAnswerSerializer(serializers.Serializer):
    """What the caller answers; null for no answer yet."""

    choice = serializers.UUIDField(allow_null=True)


class NewPollAnswerSerializer(serializers.Serializer):
    """The answer to give."""

    choice = serializers.UUIDField()
