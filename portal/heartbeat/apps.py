from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HeartbeatConfig(AppConfig):
    name = "portal.heartbeat"
    label = "heartbeat"

    def ready(self) -> None:
        # Celery looks for tasks in its own processes only; the web process must know them too, to miss one
        autodiscover_modules("tasks")
