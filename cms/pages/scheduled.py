"""Publishing and taking down at the time that was set, each page for itself.

Wagtail's own command ends at the first page that fails: one whose plugin is gone or broken would keep all others
from ever being published.
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.apps import apps
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = structlog.get_logger("kuvend.pages")


def publish_scheduled() -> int:
    """Take down what has expired and publish what is due; how many. What has no class any more is passed over."""
    now = timezone.now()
    others = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    down = 0
    for model in (Page, *others):
        expired = model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
        down += _each([one for one in expired if _has_class(one)], _take_down)
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    return down + _each([draft for draft in due if draft.content_type.model_class() is not None], _publish)


def _has_class(one: Any) -> bool:
    return not isinstance(one, Page) or one.specific_class is not None


def _take_down(one: Any) -> None:
    one.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(draft: Revision) -> None:
    draft.publish(log_action="wagtail.publish.scheduled")


def _each(things: Iterable[Any], do: Callable[[Any], None]) -> int:
    """Do it with each; one that fails is logged, and tried again the next time."""
    done = 0
    for thing in things:
        try:
            do(thing)
        except (OperationalError, InterfaceError):  # the database is in trouble, not the page
            raise
        except Exception as error:
            # By its type alone: the message may quote what somebody wrote.
            logger.error("page_not_scheduled", what=thing._meta.label, key=thing.pk, error=type(error).__name__)
        else:
            done += 1
    return done
