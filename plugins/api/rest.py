"""Parts of the API, so that plugins' routes read, page and fail as the core's do.

Errors are answered as problem documents (RFC 9457). An `APIException` of a plugin's own kind is titled by its
attribute `title`.
"""

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
from consultations.api.negotiation import AnyForm
from consultations.api.serializers import ProblemSerializer, SubmissionSerializer, TranslatedField
from consultations.outputs.files import csv_file, json_file

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "AnyForm",
    "Parser",
    "ProblemSerializer",
    "SubmissionSerializer",
    "TranslatedField",
    "choice_of",
    "csv_file",
    "institution_filter",
    "json_file",
    "page_response",
    "page_schema",
    "parameters",
    "plain",
    "read_parameters",
    "uuid_value",
]
