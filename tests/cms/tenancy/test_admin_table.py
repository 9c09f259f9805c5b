"""Every admin view has its rules, or is known to be the operator's."""

import pytest

from cms.tenancy.admin_table import OPERATOR_NAMESPACES, OPERATOR_VIEWS, TABLE
from tests.cms.tenancy.walking import admin_patterns


def test_every_admin_view_has_rules_or_is_the_operators():
    unruled = {
        name
        for name, _route, _item in admin_patterns()
        if name
        and name not in TABLE
        and name not in OPERATOR_VIEWS
        and name.split(":")[0] not in OPERATOR_NAMESPACES
    }
    assert unruled == set()


def test_the_table_names_no_view_that_does_not_exist():
    known = {name for name, _route, _item in admin_patterns()}
    assert set(TABLE) - known == set()
    assert set(OPERATOR_VIEWS) - known == set()
    assert OPERATOR_NAMESPACES - {name.split(":")[0] for name in known} == set()


@pytest.mark.parametrize("name", sorted(OPERATOR_VIEWS))
def test_no_view_is_both_open_and_the_operators(name):
    assert name not in TABLE or "closed" in {rule.__name__ for rule in TABLE[name]}
