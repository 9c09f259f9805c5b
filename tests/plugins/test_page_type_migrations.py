"""The table of a plugin's page type comes and goes with the plugin's migrations."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.usefixtures("no_failures")


@pytest.mark.django_db(transaction=True)
def test_migration_of_a_page_type_goes_back_and_forth():
    def tables():
        return {name for name in connection.introspection.table_names() if name.startswith("dummy_")}

    latest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "dummy"]
    before = tables()
    try:
        MigrationExecutor(connection).migrate([("dummy", "0001_initial")])
        assert tables() == before - {"dummy_leafletpage"}
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert tables() == before
