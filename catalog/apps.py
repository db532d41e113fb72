from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from catalog.reference import load_areas, load_grounds, load_templates


def keep_reference(sender: Any, **kwargs: Any) -> None:
    """Bring areas and coded grounds to what the shipped tables say."""
    sender.bring_reference()


class CatalogConfig(AppConfig):
    name = "catalog"
    label = "catalog"
    verbose_name = _("Standard catalog")

    def ready(self) -> None:
        # Django's own hook after `migrate`: the shipped rows follow the code, and no migration freezes them
        post_migrate.connect(keep_reference, sender=self)

    def bring_reference(self) -> None:
        load_areas(self.get_model("Area"))
        load_grounds(self.get_model("NegativeGround"))
        load_templates(self.get_model("CatalogTemplate"), self.get_model("TemplateLine"), self.get_model("Area"))
