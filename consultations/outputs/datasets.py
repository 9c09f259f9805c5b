"""Open data of one consultation: the record's own sets, and those of plugins under `<slug>.<name>`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.utils import translation

from consultations.errors import DatasetUnavailable, NotFound
from consultations.extension_points import EXPORT_DATASET, DatasetContext
from consultations.outputs.files import CHUNK, Row, csv_file, json_file, spooled
from consultations.outputs.own_datasets import OWN
from consultations.selectors.views import ConsultationView
from consultations.translated import pick_language
from plugins.kernel.invoking import invoke
from plugins.kernel.registry import LoadedContribution
from plugins.kernel.scope import Scope

FORMS = ("csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set that can be downloaded. `contribution` is the plugin's, None for the record's own.

    `language` is the label's: a plugin may not have the one that was asked for.
    """

    name: str
    label: str
    language: str
    columns: tuple[str, ...]
    contribution: LoadedContribution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetFile:
    """A file to be sent. `size` in bytes, None where it is written while it is sent."""

    pieces: Iterator[bytes]
    size: int | None


def datasets(consultation: ConsultationView, language: str) -> tuple[Dataset, ...]:
    """Every set there is for a consultation, with labels in `language`. No query where no plugin has one."""
    with translation.override(language):
        own = [
            Dataset(name=own.name, label=str(own.label), language=language, columns=own.columns)
            for own in OWN.values()
        ]
    return (*own, *(_of_plugin(loaded, language) for loaded in EXPORT_DATASET.contributions(_scope(consultation))))


def dataset_named(consultation: ConsultationView, name: str, language: str) -> Dataset:
    """One set of a consultation. Raises NotFound, also where its plugin is off."""
    for dataset in datasets(consultation, language):
        if dataset.name == name:
            return dataset
    raise NotFound


def dataset_file(
    consultation: ConsultationView, dataset: Dataset, form: str, language: str, *, bom: bool = False
) -> DatasetFile:
    """The set as "csv" or "json". The record's own is read while it is sent.

    A plugin's is written to the end before the first byte leaves: an answer that begins is whole. Raises
    DatasetUnavailable where the plugin fails or is left out by its breaker.
    """

    def written(rows: Iterable[Row]) -> Iterator[bytes]:
        if form == "csv":
            return csv_file(dataset.columns, rows, bom=bom)
        return json_file(dataset.columns, rows, {"dataset": dataset.name, "consultation": consultation.uuid})

    if dataset.contribution is None:
        rows = OWN[dataset.name].read(consultation.uuid, language)
        return DatasetFile(pieces=written(rows), size=None)
    context = DatasetContext(
        institution=consultation.institution.uuid, consultation=consultation.uuid, language=language
    )
    with translation.override(language):
        outcome = invoke(
            dataset.contribution, _scope(consultation), lambda handler: spooled(written(handler(context)))
        )
    if outcome.value is None:
        raise DatasetUnavailable
    return DatasetFile(pieces=_pieces(outcome.value), size=_size(outcome.value))


def _of_plugin(loaded: LoadedContribution, language: str) -> Dataset:
    options: Mapping[str, Any] = loaded.contribution.options
    chosen = pick_language(options["label"], language)
    return Dataset(
        name=f"{loaded.plugin}.{options['name']}",
        label=options["label"].get(chosen, ""),
        language=chosen,
        columns=tuple(options["columns"]),
        contribution=loaded,
    )


def _scope(consultation: ConsultationView) -> Scope:
    return Scope(consultation.institution.uuid, consultation.uuid)


def _size(file: IO[bytes]) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(CHUNK):
            yield piece
