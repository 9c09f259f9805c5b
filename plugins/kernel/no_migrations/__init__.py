"""Stands in for the migrations of a plugin that is not looked at: a package without any."""
