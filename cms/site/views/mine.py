"""What somebody who is signed in has sent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.errors import InvalidCursor
from consultations.selectors.mine import submissions_of_account

PAGE_SIZE = 20


@never_cache
@login_required
@require_safe
def my_submissions(request: HttpRequest) -> HttpResponse:
    """The account's contributions, the newest first, each leading to its private page."""
    try:
        page = submissions_of_account(int(request.user.pk or 0), cursor=request.GET.get("cursor"), limit=PAGE_SIZE)
    except InvalidCursor:
        return redirect("record:my_submissions")
    return render(request, "record/my_submissions.html", {"submissions": page})
