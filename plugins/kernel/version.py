"""The version of what plugins are promised: `plugins.api` and the extension points."""

API_VERSION = "1.1.0"
"""SemVer. A manifest's `requires_api` is a PEP 440 specifier compared with this."""
