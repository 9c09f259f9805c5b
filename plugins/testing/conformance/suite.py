"""All checks as one class of tests, for a plugin's own suite."""

from typing import Any, ClassVar

import pytest

from plugins.kernel import failures
from plugins.kernel.breaker import breaker
from plugins.testing.conformance.absence import absence_objections
from plugins.testing.conformance.accessibility import inaccessible
from plugins.testing.conformance.answering import failing, growing
from plugins.testing.conformance.escaping import unescaped, unsafe_marks
from plugins.testing.conformance.imports import forbidden_imports
from plugins.testing.conformance.leaks import leaks
from plugins.testing.conformance.manifest import foreign_relations, manifest_objections
from plugins.testing.conformance.migrations import migration_objections, undone_and_done
from plugins.testing.conformance.off import off_objections
from plugins.testing.conformance.personal import personal_data_objections
from plugins.testing.conformance.subject import Fill, Paths, Subject
from plugins.testing.conformance.translations import untranslated, untranslated_texts
from plugins.testing.people import make_operator


def conformance(
    slug: str, *, fill: Fill | None = None, paths: Paths | None = None, of_consultation: bool = True
) -> type["Conformance"]:
    """The tests that a plugin has to pass, as a class: `TestConformance = conformance("polls", fill=fill)`.

    `fill(world, number, text)` writes as many things of the plugin's own as `number` says, as people would;
    without it a plugin's own tables stay empty and only what it makes of the record is looked at. `paths(world)`
    names addresses to look at beside those that its URLs name: those with queries, and those of its own things,
    whose uuids nobody else knows. `of_consultation`: what is filled in belongs to the consultation, so that lists
    leave it out where that disables the plugin; false where it is the institution's, as its settlements are.
    """
    given = {name: value for name, value in (("fill", fill), ("paths", paths)) if value is not None}
    subject = Subject(slug, of_consultation=of_consultation, **given)  # type: ignore[arg-type]
    return type("Conformance", (Conformance,), {"subject": subject, "__doc__": f"What {slug} has to keep to."})


class Conformance:
    """One test a rule. Each says in words what it objects to."""

    subject: ClassVar[Subject]

    @pytest.fixture(autouse=True)
    def closed_breakers(self) -> Any:
        """No test is spared by a breaker that another opened."""
        breaker.reset_all()
        yield
        breaker.reset_all()
        failures.forget_waiting()

    def test_manifest_is_true(self) -> None:
        """Handlers, models, permissions and addresses it names exist."""
        _none(manifest_objections(self.subject.slug))

    def test_imports_nothing_of_the_platform_but_its_api(self) -> None:
        """Everything else may change from one day to the next."""
        _none(forbidden_imports(self.subject.folder, self.subject.plugin.manifest.app))

    def test_tables_refer_to_nothing_but_each_other(self) -> None:
        """The record is referred to by uuid."""
        _none(foreign_relations(self.subject.slug))

    @pytest.mark.django_db
    def test_migrations_are_complete_and_reversible(self) -> None:
        """Nothing to make, nothing that cannot be undone."""
        _none(migration_objections(self.subject.slug))

    def test_migrations_lead_to_nothing_and_back(self, django_db_setup: None, django_db_blocker: Any) -> None:
        """Undone and done again, in the tests' database, outside of any transaction."""
        with django_db_blocker.unblock():
            _none(migration_objections(self.subject.slug) or undone_and_done(self.subject.slug))

    def test_names_and_texts_are_translated(self) -> None:
        """The manifest in every language of the interface, the marked texts in every catalogue."""
        _none([*untranslated(self.subject.slug), *untranslated_texts(self.subject.folder)])

    def test_nothing_is_marked_safe_unescaped(self) -> None:
        """Not in templates, not in code."""
        _none(unsafe_marks(self.subject.folder))

    @pytest.mark.django_db
    def test_everything_answers(self) -> None:
        """No handler raises, no address answers with an error of the server."""
        _none(failing(self.subject, self.subject.world("answering"), make_operator()))

    @pytest.mark.django_db
    def test_what_people_write_is_escaped(self) -> None:
        """On every page, in every slot."""
        _none(unescaped(self.subject, make_operator()))

    @pytest.mark.django_db
    def test_queries_do_not_grow_with_the_data(self) -> None:
        """As many for thirty as for three."""
        _none(growing(self.subject, make_operator()))

    @pytest.mark.django_db
    def test_institutions_do_not_see_each_others(self) -> None:
        """Nor does anybody see what is not public."""
        _none(leaks(self.subject))

    @pytest.mark.django_db
    def test_slots_and_pages_are_accessible(self) -> None:
        """As far as the HTML tells; and nothing inline, which the content security policy forbids."""
        _none(inaccessible(self.subject))

    @pytest.mark.django_db
    def test_off_means_off(self) -> None:
        """Forbidden at an institution, or disabled in a consultation: no trace."""
        _none(off_objections(self.subject, make_operator()))

    @pytest.mark.django_db
    def test_personal_data_are_handed_out_and_erased(self) -> None:
        """What is declared, and of nobody else."""
        _none(personal_data_objections(self.subject))

    @pytest.mark.django_db
    def test_platform_works_without_it(self) -> None:
        """Its package gone, its tables still there."""
        _none(absence_objections(self.subject, make_operator()))


def _none(objections: list[str]) -> None:
    if objections:
        pytest.fail("\n".join(objections), pytrace=False)
