"""The pages of the desk."""

from __future__ import annotations

from django.urls import path

from thinkfamily.casework.consideration.views import batch, keeping, queue

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("bring/", keeping.bring, name="bring"),
    path("case-update/", keeping.case_update, name="case_update"),
    path("purge/", keeping.purge, name="purge"),
    path("purge/<uuid:purge_id>/", keeping.certificate, name="certificate"),
    path("feedback/", keeping.feedback, name="feedback"),
    path("equality/", keeping.equality_page, name="equality"),
    path("candidates/<uuid:candidate_id>/", queue.candidate, name="candidate"),
    path("candidates/<uuid:candidate_id>/correct/", queue.correct, name="correct"),
    path("batches/<uuid:batch_id>/", batch.batch, name="batch"),
    path("decisions/<uuid:decision_id>/return/", batch.give_back, name="give_back"),
]
