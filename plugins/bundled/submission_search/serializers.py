"""The shapes of the search API's answers."""

from rest_framework import serializers

from plugins.bundled.submission_search.vocabulary import KINDS, STATES


class SearchHitSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Kind and uuid; the same for all languages and versions of one thing.")
    kind = serializers.CharField(help_text=f"{', '.join(KINDS)}, or a kind that a plugin adds.")
    uuid = serializers.UUIDField()
    institution = serializers.CharField(help_text="Slug.")
    consultation = serializers.UUIDField(allow_null=True)
    number = serializers.IntegerField(allow_null=True, help_text="Of a submission, within its consultation.")
    language = serializers.CharField()
    state = serializers.CharField(help_text=f"{', '.join(STATES)}; empty for what has none.")
    year = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    title = serializers.CharField(help_text="Of a submission, the title of its consultation.")
    section = serializers.CharField(help_text="Of a document, the provision the highlight is from.")
    highlight = serializers.CharField(
        help_text="HTML: the best passage, escaped, with <mark> around what matched."
    )
    url = serializers.URLField()


class FacetCountSerializer(serializers.Serializer):
    value = serializers.CharField()
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer):
    institution = FacetCountSerializer(many=True)
    state = FacetCountSerializer(many=True)
    language = FacetCountSerializer(many=True)
    year = FacetCountSerializer(many=True)
    kind = FacetCountSerializer(many=True)


class SearchAnswerSerializer(serializers.Serializer):
    items = SearchHitSerializer(many=True)
    total = serializers.IntegerField()
    facets = FacetsSerializer()
    truncated = serializers.BooleanField(help_text="The text was too long; only its beginning was searched for.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
