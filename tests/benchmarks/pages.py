"""The pages whose cost is measured and asserted."""

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from consultations.models import Consultation


def requests(slug: str) -> dict[str, dict[str, Any]]:
    """What is asked of the synthetic institution `slug`, by the name it has in the report."""
    consultation = Consultation.objects.filter(institution__slug=slug).get()
    version = consultation.versions.select_related("document").get()
    with override("en"):
        thread = reverse("threads:consultation", args=[consultation.uuid])
        document = reverse("record:version", args=[version.document.uuid, version.number])
        listing = reverse("record:consultations")
        search = reverse("submission_search:search")
    body = {"consultation": str(consultation.uuid), "text": "Një koment i ri.", "language": "sq", "name": "Arta"}
    return {
        "bare view": {"path": "/bare/"},
        "API: 50 submissions": {"path": f"/api/v1/submissions/?consultation={consultation.uuid}&limit=50"},
        "list of consultations": {"path": listing},
        "document with counts": {"path": document},
        "thread of 50 roots": {"path": thread},
        "search with facets": {"path": f"{search}?q=komuna"},
        "POST a submission": {"path": "/api/v1/submissions/", "body": body},
    }
