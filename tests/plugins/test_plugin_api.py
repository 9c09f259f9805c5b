"""What plugins may import is listed and named."""

import importlib
import pkgutil

import pytest

import plugins.api

MODULES = [module.name for module in pkgutil.iter_modules(plugins.api.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_module_of_the_api_is_listed_and_says_what_it_offers(name):
    assert f"`plugins.api.{name}`" in plugins.api.__doc__
    module = importlib.import_module(f"plugins.api.{name}")
    assert module.__doc__
    assert [word for word in module.__all__ if not hasattr(module, word)] == []


def test_list_of_the_api_names_no_module_that_does_not_exist():
    named = {word.split("`")[0] for word in plugins.api.__doc__.split("`plugins.api.")[1:]}
    assert named == set(MODULES)
