from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/mail/", views.mail_choice, name="mail_choice"),
    path("inbox/calendar/", views.calendar_address, name="calendar_address"),
    path("calendar/<str:token>.ics", views.own_calendar, name="own_calendar"),
    path("inbox/read/", views.notice_read_all, name="notice_read_all"),
    path("inbox/<uuid:public_id>/read/", views.notice_read, name="notice_read"),
]
