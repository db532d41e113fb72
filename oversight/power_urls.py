"""Addresses of powers online."""

from django.urls import path

from oversight.views import power_cases, power_import, power_items, public_powers

CASE, ITEM = "office/powers/cases/<slug:number>", "<slug:agency>/<slug:code>"

urlpatterns = [
    path("powers/", public_powers.power_list, name="power_list"),
    path("powers/progress/", public_powers.power_progress, name="power_progress"),
    path("powers/table/", public_powers.power_table, name="power_table"),
    path("powers/table.<slug:kind>", public_powers.power_table_file, name="power_table_file"),
    path(f"powers/{ITEM}/", public_powers.power_item, name="power_item"),
    path("office/powers/", power_cases.power_case_list, name="power_case_list"),
    path("office/powers/new/", power_cases.power_case_new, name="power_case_new"),
    path("office/powers/items/", power_items.power_item_list, name="power_item_list"),
    path("office/powers/items/new/", power_items.power_item_new, name="power_item_new"),
    path(f"office/powers/items/{ITEM}/", power_items.power_item_change, name="power_item_change"),
    path("office/powers/import/", power_import.power_import, name="power_import"),
    path("office/powers/import/template/", power_import.power_import_template, name="power_import_template"),
    path("office/powers/import/<uuid:key>/", power_import.power_import_confirm, name="power_import_confirm"),
    path(f"{CASE}/", power_cases.power_case, name="power_case"),
    path(f"{CASE}/code/", power_cases.power_case_code, name="power_case_code"),
    *(path(f"{CASE}/{verb}/", power_cases.acting(verb), name=f"power_{verb}") for verb in power_cases.VERBS),
]
