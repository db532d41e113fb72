from django.urls import path

from portal.heartbeat import views

app_name = "heartbeat"
urlpatterns = [
    path("healthz/", views.health, name="health"),
    path("healthz/web/", views.health_web, name="health_web"),
]
