"""Addresses of what is public. Nothing here carries a primary key."""

from django.urls import path

from disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("items/", views.item_list, name="item_list"),
    path("items/<slug:index_no>/", views.item_detail, name="item_detail"),
    path("items/<slug:index_no>/rows/", views.row_list, name="row_list"),
    path("items/<slug:index_no>/rows/changes/", views.row_comparison, name="row_comparison"),
    path("items/<slug:index_no>/rows.<slug:form>", views.row_download, name="row_download"),
    path("internal/", views.internal_list, name="internal_list"),
    path("internal/<slug:index_no>/", views.internal_detail, name="internal_detail"),
    path("files/<uuid:public_id>/<str:name>", views.file_download, name="file_download"),
    path("agencies/", views.agency_list, name="agency_list"),
    path("agencies/<slug:code>/", views.agency_detail, name="agency_detail"),
    path("entries/<str:code>/items/", views.entry_items, name="entry_items"),
    path("areas/<int:number>/items/", views.area_items, name="area_items"),
]
