"""Addresses of what is public. Nothing here carries a primary key."""

from django.urls import path

from disclosure import feeds, views

app_name = "disclosure"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("items/", views.item_list, name="item_list"),
    path("items/<slug:index_no>/", views.item_detail, name="item_detail"),
    path("items/<slug:index_no>/rows/", views.row_list, name="row_list"),
    path("items/<slug:index_no>/rows/changes/", views.row_comparison, name="row_comparison"),
    path("items/<slug:index_no>/rows.<slug:form>", views.row_download, name="row_download"),
    path("consultations/", views.consultation_list, name="consultation_list"),
    path("consultations/<slug:index_no>/", views.consultation_detail, name="consultation_detail"),
    path("consultations/<slug:index_no>/opinion/", views.opinion_new, name="opinion_new"),
    path("opinions/follow/", views.opinion_follow, name="opinion_follow"),
    path("internal/", views.internal_list, name="internal_list"),
    path("internal/<slug:index_no>/", views.internal_detail, name="internal_detail"),
    path("items/<slug:index_no>/versions/<int:number>/", views.item_version, name="item_version"),
    path("items/<slug:index_no>/print/", views.item_print, name="item_print"),
    path("feed.atom", feeds.NewestItems(), name="feed"),
    path("search/feed.atom", feeds.SearchFeed(), name="search_feed"),
    path("agencies/<slug:code>/feed.atom", feeds.ItemsOfAgency(), name="agency_feed"),
    path("areas/<int:number>/feed.atom", feeds.ItemsOfArea(), name="area_feed"),
    path("sitemap.xml", views.site_map, name="site_map"),
    path("sitemap-<slug:section>.xml", views.site_map, name="site_map_section"),
    path("robots.txt", views.robots, name="robots"),
    path("kiosk/", views.kiosk, name="kiosk"),
    path("alerts/", views.alert_new, name="alert_new"),
    path("alerts/<str:token>/confirm/", views.alert_confirm, name="alert_confirm"),
    path("alerts/<str:token>/end/", views.alert_end, name="alert_end"),
    path("normative/", views.normative_list, name="normative_list"),
    path("normative/quarters/<int:year>-<int:number>/", views.normative_quarter, name="normative_quarter"),
    path("normative/quarters/<int:year>-<int:number>.csv", views.normative_quarter_csv, name="normative_quarter_csv"),
    path("files/<uuid:public_id>/<str:name>", views.file_download, name="file_download"),
    path("agencies/", views.agency_list, name="agency_list"),
    path("agencies/changes/", views.agency_changes, name="agency_changes"),
    path("agencies/<slug:code>/", views.agency_detail, name="agency_detail"),
    path("entries/<str:code>/items/", views.entry_items, name="entry_items"),
    path("areas/<int:number>/items/", views.area_items, name="area_items"),
]
