from django.apps import AppConfig


class SubmissionSearchConfig(AppConfig):
    name = "plugins.bundled.submission_search"
    label = "submission_search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Let the command line ask as the page does."""
        from plugins.api.search import read_questions_by
        from plugins.bundled.submission_search.asking import typed

        read_questions_by(typed)
