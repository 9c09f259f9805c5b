from django.apps import AppConfig


class SubmissionSearchConfig(AppConfig):
    name = "plugins.bundled.submission_search"
    label = "submission_search"
    verbose_name = "Search"
