"""Macedonian dates as one writes them: 7 ноември 2026. Django's own have 07."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
