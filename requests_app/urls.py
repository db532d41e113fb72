"""Addresses of what citizens ask for. Nothing here carries a primary key."""

from django.urls import path

from portal.editions.sharing import shared
from requests_app import feeds, views

app_name = "requests_app"
urlpatterns = [
    path("deadline/", views.deadline, name="deadline"),
    path("requests/", views.request_list, name="request_list"),
    path("requests/new/", views.request_new, name="request_new"),
    path("requests/look/", views.request_look, name="request_look"),
    path("requests/look/answered/", views.look_answered, name="look_answered"),
    path("requests/look/<slug:kind>/<str:ref>/", views.look_open, name="look_open"),
    path("requests/topics/look/", views.topic_look, name="topic_look"),
    path("requests/follow/", views.request_follow, name="request_follow"),
    path("requests/follow/enclosure/", views.request_enclosure, name="request_enclosure"),
    path("requests/follow/rating/", views.request_rate, name="request_rate"),
    path("requests/follow/proposal/", views.request_propose, name="request_propose"),
    path("requests/follow/file/", views.request_file, name="request_file"),
    path("requests/follow/supplement/", views.request_supplement, name="request_supplement"),
    path("requests/follow/reasons/", views.request_reasons, name="request_reasons"),
    path("requests/follow/letter/", views.request_letter, name="request_letter"),
    path("requests/follow/export/", views.request_export, name="request_export"),
    path("requests/follow/withdraw/", views.request_withdraw, name="request_withdraw"),
    path("requests/figures/", views.figures, name="figures"),
    path("requests/figures/agencies.<slug:form>", views.figures_file, name="figures_file"),
    path("requests/figures/<slug:code>/", views.figures_table, name="figures_table"),
    path("requests/figures/<slug:code>/table.<slug:form>", views.figures_table_file, name="figures_table_file"),
    path("requests/figures/<slug:code>/<slug:row>/", views.figures_cases, name="figures_cases"),
    path(
        "requests/figures/<slug:code>/remedies/<slug:kind>/<slug:result>/",
        views.figures_remedies,
        name="figures_remedies",
    ),
    path("requests/topics/feed.atom", shared(feeds.AnsweredTopics()), name="topic_feed"),
    path("requests/topics/new/", views.topic_new, name="topic_new"),
    path("requests/topics/of/<str:code>/", views.topic_hot, name="topic_hot"),
    path("requests/topics/<slug:number>/", views.topic_detail, name="topic_detail"),
    path("requests/topics/<slug:number>/support/", views.topic_support, name="topic_support"),
    path("my/drafts/", views.draft_save, name="draft_save"),
    path("my/drafts/<uuid:public_id>/delete/", views.draft_delete, name="draft_delete"),
    path("my/requests/", views.my_requests, name="my_requests"),
    path("my/requests/export/", views.my_export, name="my_export"),
    path("my/requests/<slug:number>/unlink/", views.my_unlink, name="my_unlink"),
    path("my/requests/<slug:number>/", views.my_request, name="my_request"),
    path("my/requests/<slug:number>/enclosures/<uuid:public_id>/", views.my_enclosure, name="my_enclosure"),
    path("my/requests/<slug:number>/rating/", views.my_rating, name="my_rating"),
    path("my/requests/<slug:number>/proposal/", views.my_propose, name="my_propose"),
    path("my/requests/<slug:number>/files/<uuid:public_id>/", views.my_request_file, name="my_request_file"),
    path("my/requests/<slug:number>/supplement/", views.my_supplement, name="my_supplement"),
    path("my/requests/<slug:number>/reasons/", views.my_reasons, name="my_reasons"),
    path("my/requests/<slug:number>/letters/<slug:letter>/", views.my_letter, name="my_letter"),
    path("my/requests/<slug:number>/withdraw/", views.my_withdraw, name="my_withdraw"),
]
