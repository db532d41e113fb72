from django.urls import path

from portal.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.anchor_list, name="anchor_list"),
    path("audit/anchors.txt", views.anchor_file, name="anchor_file"),
    path("audit/anchors.json", views.anchor_json, name="anchor_json"),
]
