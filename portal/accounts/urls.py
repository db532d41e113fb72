"""Addresses of the accounts room, below `/accounts/`."""

from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("badge/", views.badge, name="badge"),
]
