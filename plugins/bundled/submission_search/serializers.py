"""The shapes of the search API's answers."""

from rest_framework import serializers

from plugins.api.rest import TranslatedField
from plugins.bundled.submission_search.vocabulary import KINDS, OUTCOMES, STATES

BY_WORDS, BY_TOPIC = "words", "topic"


class SearchHitSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Kind and uuid; the same for all languages and versions of one thing.")
    kind = serializers.CharField(help_text=f"{', '.join(KINDS)}, or a kind that a plugin adds.")
    uuid = serializers.UUIDField()
    institution = serializers.CharField(help_text="Slug.")
    consultation = serializers.UUIDField(allow_null=True)
    number = serializers.IntegerField(allow_null=True, help_text="Of a submission, within its consultation.")
    language = serializers.CharField()
    state = serializers.CharField(help_text=f"{', '.join(STATES)}; empty for what has none.")
    outcome = serializers.CharField(help_text=f"Of a submission's answer: {', '.join(OUTCOMES)}; else empty.")
    topics = serializers.ListField(child=serializers.CharField(), help_text="Slugs; see /api/v1/topics/.")
    organisation = serializers.CharField(help_text="For which a submission was sent; else empty.")
    year = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    title = serializers.CharField(help_text="Of a submission, the title of its consultation.")
    title_highlight = serializers.CharField(
        help_text="HTML: the title, escaped, with <mark> around what matched. Of a submission nothing is marked: "
        "it is not found by the title of its consultation."
    )
    section = serializers.CharField(help_text="Of a document, the provision the highlight is from.")
    highlight = serializers.CharField(
        help_text="HTML: the best passage, escaped, with <mark> around what matched."
    )
    found_by = serializers.CharField(
        help_text=f"{BY_WORDS}: its text or title has them, see the marks. {BY_TOPIC}: it has not, and is about a "
        "topic that the text is a name of. Empty where no word is asked for."
    )
    found_by_topics = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of the topics, where it is found by them alone."
    )
    url = serializers.URLField()


class FacetCountSerializer(serializers.Serializer):
    value = serializers.CharField()
    count = serializers.IntegerField()


class NamedTopicSerializer(serializers.Serializer):
    slug = serializers.CharField()
    labels = TranslatedField()


class SearchAnswerSerializer(serializers.Serializer):
    items = SearchHitSerializer(many=True)
    total = serializers.IntegerField()
    facets = serializers.DictField(
        child=FacetCountSerializer(many=True), help_text="By name: the values and how many results each leaves."
    )
    topics = NamedTopicSerializer(
        many=True, help_text="The topics that the text is a name of: what is about them is among the results."
    )
    did_you_mean = serializers.CharField(help_text="The text that may have been meant, where little was found.")
    delayed = serializers.BooleanField(help_text="The index may be some changes behind at the moment.")
    truncated = serializers.BooleanField(
        help_text="Not everything in the text was searched for: it was long, or had too many stars."
    )
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class SuggestionSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=("topic", "title", "section", "word"))
    text = serializers.CharField()
    language = serializers.CharField(help_text="Of the text, where it is known; else empty.")
    url = serializers.CharField(help_text="Of the page that a title or section leads to; else empty.")


class SuggestionsSerializer(serializers.Serializer):
    items = SuggestionSerializer(many=True)
