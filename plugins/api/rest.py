"""Parts of the API, so that plugins' routes read, page and fail as the core's do."""

from consultations.api.listing import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    Parser,
    choice_of,
    institution_filter,
    page_response,
    page_schema,
    parameters,
    plain,
    read_parameters,
    uuid_value,
)
from consultations.api.serializers import ProblemSerializer, SubmissionSerializer, TranslatedField

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "Parser",
    "ProblemSerializer",
    "SubmissionSerializer",
    "TranslatedField",
    "choice_of",
    "institution_filter",
    "page_response",
    "page_schema",
    "parameters",
    "plain",
    "read_parameters",
    "uuid_value",
]
