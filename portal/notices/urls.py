from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/mail/", views.mail_choice, name="mail_choice"),
    path("inbox/read/", views.notice_read_all, name="notice_read_all"),
    path("inbox/<uuid:public_id>/read/", views.notice_read, name="notice_read"),
]
