"""One line a log entry, with the same form from structlog and from Django, and without personal data."""

import logging
import re
from typing import Any

import structlog

# Addresses of private pages are keys to them; e-mail addresses turn up in database errors.
_PRIVATE = re.compile(r"/(follow|verify|confirm-email|reset|saved/confirm|saved/stop)/[^/\s?\"']+")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def redact(text: str) -> str:
    """The text with e-mail addresses and the tokens of private addresses taken out."""
    return _EMAIL.sub("<e-mail>", _PRIVATE.sub(r"/\1/…", text))


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished line, tracebacks included: whatever wrote it, nothing private leaves."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        return redact(super().format(record))


def formatter(json: bool) -> RedactingFormatter:
    """JSON for machines that collect logs, else words for people."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    trace = [structlog.processors.format_exc_info] if json else []
    return RedactingFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *trace, renderer],
    )


def configure(level: str, json: bool) -> dict[str, Any]:
    """Send structlog through the standard library; what Django's LOGGING setting wants to know."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "json": json}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        # Django gives these handlers of their own, which would write a second, unredacted line.
        "loggers": {"django": {"handlers": [], "propagate": True}},
    }
