from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EditionsConfig(AppConfig):
    name = "portal.editions"
    label = "editions"

    def ready(self) -> None:
        autodiscover_modules("page_moments")
