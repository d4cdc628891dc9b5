"""The page on which a review is noted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log
from wagtail.models import Page

from ogl_portal.editorial.reviews.forms import ReviewForm
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.workplace.formatting import german_day


@require_http_methods(["GET", "POST"])
def page_review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Note that a page has been looked through, and by when somebody should do so again."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    review = PageReview.objects.filter(page=page).select_related("reviewed_by").first() or PageReview(page=page)
    form = ReviewForm(request.POST or None, instance=review)
    if request.method == "POST" and form.is_valid():
        review = form.save(commit=False)
        if form.cleaned_data["is_reviewed"]:
            review.reviewed_on, review.reviewed_by = timezone.localdate(), request.user
        review.save()
        log(
            instance=page,
            action="portal.review" if form.cleaned_data["is_reviewed"] else "portal.review_date",
            user=request.user,
            data={"due_on": review.due_on.isoformat() if review.due_on else ""},
        )
        reminder = f"Sie erscheint am {german_day(review.due_on)} wieder." if review.due_on else "Ohne Erinnerung."
        messages.success(request, f"Für »{page.title}« ist das vermerkt. {reminder}")
        return redirect("wagtailadmin_home")
    return render(request, "editorial/page_review.html", {"page": page, "review": review, "form": form})
