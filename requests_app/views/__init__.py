"""Pages of requests: asking, following, topic requests, and one's own cases."""

from requests_app.views.asking import request_list, request_new, topic_new
from requests_app.views.deadline import deadline
from requests_app.views.drafts import draft_delete, draft_save
from requests_app.views.enclosures import my_enclosure, request_enclosure
from requests_app.views.figure_remedies import figures_remedies
from requests_app.views.figures import figures, figures_cases, figures_file, figures_table, figures_table_file
from requests_app.views.files import my_request_file, request_file
from requests_app.views.following import request_follow, request_supplement, request_withdraw
from requests_app.views.hot import topic_hot
from requests_app.views.lettering import my_letter, request_letter
from requests_app.views.looking import look_answered, look_open, request_look, topic_look
from requests_app.views.own import my_request, my_requests, my_supplement, my_withdraw
from requests_app.views.proposing import my_propose, request_propose
from requests_app.views.rating import my_rating, request_rate
from requests_app.views.reasons import my_reasons, request_reasons
from requests_app.views.taking import my_export, my_unlink, request_export
from requests_app.views.topics import topic_detail, topic_support

__all__ = [
    "deadline",
    "draft_delete",
    "draft_save",
    "figures",
    "figures_cases",
    "figures_file",
    "figures_remedies",
    "figures_table",
    "figures_table_file",
    "look_answered",
    "look_open",
    "my_enclosure",
    "my_export",
    "my_letter",
    "my_propose",
    "my_rating",
    "my_reasons",
    "my_request",
    "my_request_file",
    "my_requests",
    "my_supplement",
    "my_unlink",
    "my_withdraw",
    "request_enclosure",
    "request_export",
    "request_file",
    "request_follow",
    "request_letter",
    "request_list",
    "request_look",
    "request_new",
    "request_propose",
    "request_rate",
    "request_reasons",
    "request_supplement",
    "request_withdraw",
    "topic_detail",
    "topic_hot",
    "topic_look",
    "topic_new",
    "topic_support",
]
