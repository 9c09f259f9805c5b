"""The shapes of the threads API."""

from rest_framework import serializers

from plugins.api.rest import SubmissionSerializer


class ThreadReplySerializer(serializers.Serializer):
    """A reply, and how many support it."""

    submission = SubmissionSerializer()
    support_count = serializers.IntegerField(source="row.support_count")


class ThreadSerializer(serializers.Serializer):
    """What starts a thread, how many support it, how many replies it has, and the first of them."""

    submission = SubmissionSerializer()
    support_count = serializers.IntegerField(source="row.support_count")
    reply_count = serializers.IntegerField(
        source="row.reply_count", help_text="All replies of the thread, traces of hidden ones among them."
    )
    replies = ThreadReplySerializer(many=True, help_text="The first replies, oldest first.")


class SupportSerializer(serializers.Serializer):
    """Whether the caller supports a contribution, and how many do."""

    submission = serializers.UUIDField()
    supported = serializers.BooleanField()
    support_count = serializers.IntegerField()
