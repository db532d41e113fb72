"""Addresses of the catalog: public, by area number and entry code."""

from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("areas/", views.area_list, name="area_list"),
    path("areas/<int:number>/", views.area_detail, name="area_detail"),
    path("entries/<str:code>/", views.entry_detail, name="entry_detail"),
]
