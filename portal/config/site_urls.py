"""Addresses of the pages about the site itself."""

from django.urls import path

from portal.config import site_pages

app_name = "site"
urlpatterns = [
    path("site-map/", site_pages.site_tree, name="tree"),
    path("contact/", site_pages.contact, name="contact"),
    path("accessibility/", site_pages.accessibility, name="accessibility"),
    path("privacy/", site_pages.privacy, name="privacy"),
    path("feeds/", site_pages.feeds, name="feeds"),
    path("about/", site_pages.about, name="about"),
    path("participate/", site_pages.participate, name="participate"),
]
