"""Addresses of democratic reviews."""

from django.urls import path

from oversight.views import public_reviews, review_opinions, reviews

# who reviews, the year, which one
ROUND = "<slug:government>/<int:year>/<int:serial>"
PUBLIC, OFFICE = f"reviews/{ROUND}", f"office/reviews/{ROUND}"

urlpatterns = [
    path("reviews/", public_reviews.public_review_list, name="public_review_list"),
    path(f"{PUBLIC}/", public_reviews.public_review, name="public_review"),
    path(f"{PUBLIC}/results.csv", public_reviews.public_review_csv, name="public_review_csv"),
    path(f"{PUBLIC}/ballot/", public_reviews.review_ballot, name="review_ballot"),
    path(f"{PUBLIC}/letter/", public_reviews.review_contact, name="review_contact"),
    path(f"{PUBLIC}/letter/<str:token>/", public_reviews.review_letter, name="review_letter"),
    path("office/reviews/", reviews.review_list, name="review_list"),
    path("office/reviews/new/", reviews.review_new, name="review_new"),
    path(f"{OFFICE}/", reviews.review_detail, name="review_detail"),
    path(f"{OFFICE}/invite/", reviews.review_invite, name="review_invite"),
    *(
        path(f"{OFFICE}/{verb}/", reviews.review_step, {"verb": verb}, f"review_{verb}")
        for verb in ("open", "close", "publish")
    ),
    path(f"{OFFICE}/opinions/<uuid:public_id>/withhold/", reviews.review_withhold, name="review_withhold"),
    path("office/ballots/", review_opinions.own_ballots, name="own_ballots"),
    path(f"office/ballots/{ROUND}/", review_opinions.own_ballot, name="own_ballot"),
    path("office/reviews/opinions/", review_opinions.review_opinions, name="review_opinions"),
    path("office/reviews/opinions/<uuid:public_id>/", review_opinions.review_opinion, name="review_opinion"),
]
