"""A log is read by many and kept for long: no address, no key to a private page, one line an entry."""

import io
import json
import logging

import pytest
import structlog

from cms import logs


@pytest.fixture
def written():
    """What a logger writes through our formatter: logger, and a function that reads the lines."""

    def make(as_json):
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.formatter(as_json))
        logger = logging.getLogger(f"tests.logs.{as_json}")
        logger.handlers, logger.propagate, logger.level = [handler], False, logging.INFO
        return logger, lambda: stream.getvalue().splitlines()

    return make


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not Found: /sq/follow/abc-DEF_123/", "Not Found: /sq/follow/…/"),
        ("GET /mk/verify/xyz?next=/", "GET /mk/verify/…?next=/"),
        ("Not Found: /mk/search/saved/stop/abc:DEF/", "Not Found: /mk/search/saved/stop/…/"),
        ("Not Found: /mk/search/saved/confirm/abc:DEF/", "Not Found: /mk/search/saved/confirm/…/"),
        ("Key (email)=(arta.k@example.org) already exists.", "Key (email)=(<e-mail>) already exists."),
        ("GET /sq/consultations/0b9d/", "GET /sq/consultations/0b9d/"),
    ],
)
def test_private_parts_are_taken_out(text, expected):
    assert logs.redact(text) == expected


def test_line_of_the_standard_library_is_json_with_level_and_name(written):
    logger, lines = written(as_json=True)
    logger.warning("Not Found: %s", "/en/follow/secret/")
    (line,) = map(json.loads, lines())
    assert (line["event"], line["level"], line["logger"]) == (
        "Not Found: /en/follow/…/",
        "warning",
        "tests.logs.True",
    )


def test_structlog_entry_keeps_its_fields(written):
    logger, lines = written(as_json=True)
    structlog.get_logger(logger.name).info("mail.sent", attempts=2, to="arta@example.org")
    (line,) = map(json.loads, lines())
    assert (line["event"], line["attempts"], line["to"]) == ("mail.sent", 2, "<e-mail>")


@pytest.mark.parametrize("as_json", [True, False])
def test_traceback_is_written_without_the_address_in_it(written, as_json):
    logger, lines = written(as_json=as_json)
    try:
        raise ValueError("no such person: arta@example.org")
    except ValueError:
        logger.exception("failed")
    text = "\n".join(lines())
    assert "ValueError: no such person: <e-mail>" in text
    assert "arta" not in text


def test_words_for_people_are_one_line(written):
    logger, lines = written(as_json=False)
    logger.info("ready")
    (line,) = lines()
    assert "[info" in line
    assert "ready" in line
