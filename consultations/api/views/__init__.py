"""The API's views: parse, call a service or a selector, present."""
