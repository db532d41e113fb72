"""An intruder who owns the database, and six ways in which they rewrite what happened."""

import datetime as dt
import json
import random

from django.db import IntegrityError, connection, models, transaction

from disclosure.models import CorrectionNote, Item, Review, Version, VersionFile
from portal.audit.chain import FIRST, link_hash
from portal.audit.models import Anchor, AuditEvent, ChainHead
from portal.uploads.models import StoredFile

ALL = None
SHOWN = {"title"} | {name.removesuffix("_id") for name in Item.METADATA}
# Columns that must not be changed unseen. Of versions, reviews and the trail itself that is every one but the key.
WATCHED = {
    AuditEvent: ALL,
    Version: ALL,
    Review: ALL,
    ChainHead: {"number", "hash"},
    Anchor: {"day", "number", "hash"},
    Item: SHOWN
    | {"live_version", "live_number", "published_at", "index_no"}
    | {"withdrawal_reason", "withdrawal_ground", "replaced_by", "sealed_number"},
    CorrectionNote: ALL,
    VersionFile: {"version", "file"},
    StoredFile: {"name", "sha256"},
}


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def plain(value):
    """As a driver takes it in raw SQL, on both databases."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return json.dumps(value) if isinstance(value, dict | list) else value


def put(model, pk, **columns):
    """Write columns of one row, past every action and every model."""
    names = ", ".join(f'"{name}" = %s' for name in columns)
    sql(f"UPDATE {model._meta.db_table} SET {names} WHERE id = %s", *map(plain, columns.values()), pk)


def remove(model, pk):
    sql(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)


def copy(model, pk, **columns):
    """Put in a row like another one."""
    row = {f.column: getattr(model.objects.get(pk=pk), f.attname) for f in model._meta.concrete_fields} | columns
    row["id"] = columns.get("id", 900_000 + random.SystemRandom().randrange(99_999))
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    sql(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", *map(plain, row.values()))


def exchange(model, first, second, *columns):
    """Let two rows of a table change places in these columns."""
    one, two = (model.objects.filter(pk=pk).values(*columns)[0] for pk in (first, second))
    if one == two:
        raise IntegrityError("nothing would change")
    for pk, values in ((first, dict.fromkeys(columns[:1], _aside(one[columns[0]]))), (second, one), (first, two)):
        put(model, pk, **values)


def _aside(value):
    return value + 700_000 if isinstance(value, int) else value


def other(field, value):
    """Some other value of the same type."""
    if isinstance(field, models.JSONField):
        return [*value, "x"] if isinstance(value, list) else {**value, "x": 1}
    if isinstance(field, models.DateTimeField):
        return value + dt.timedelta(seconds=1) if value else dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    if isinstance(field, models.DateField):
        return value + dt.timedelta(days=1) if value else dt.date(2026, 1, 1)
    if isinstance(field, models.CharField | models.TextField):
        return ("y" if value.startswith("x") else "x") + value[1:]
    if isinstance(field, models.BooleanField):
        return not value
    return (value or 0) + 1


class Intruder:
    """Each method does one thing to the database and leaves it so; chance decides what."""

    KINDS = ("edit", "delete", "insert", "swap", "truncate", "rehash")

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.did = ""

    def strike(self, kind):
        """Do it; what the database itself refuses is tried in another way."""
        while True:
            try:
                with transaction.atomic():
                    getattr(self, kind)()
            except IntegrityError:
                continue
            return self.did

    def some(self, model, **where):
        return self.chance.choice(list(model.objects.filter(**where).order_by("pk").values_list("pk", flat=True)))

    def two(self, model, **where):
        return self.chance.sample(list(model.objects.filter(**where).order_by("pk").values_list("pk", flat=True)), 2)

    def edit(self):
        model = self.chance.choice(list(WATCHED))
        names = WATCHED[model]
        fields = [
            f for f in model._meta.concrete_fields if (names is ALL and not f.primary_key) or f.name in (names or ())
        ]
        field = self.chance.choice(fields)
        where = {"attached_to__isnull": False} if model is StoredFile else {}
        pk = self.some(model, **where)
        before = getattr(model.objects.get(pk=pk), field.attname)
        put(model, pk, **{field.column: other(field, before)})
        self.did = f"edit {model.__name__} {pk} {field.column}"

    def delete(self):
        model = self.chance.choice([AuditEvent, Version, Review, CorrectionNote, Item, VersionFile, Anchor, ChainHead])
        pk = self.some(model)
        remove(model, pk)
        self.did = f"delete {model.__name__} {pk}"

    def insert(self):
        model = self.chance.choice([AuditEvent, Version, Review, CorrectionNote, Item, VersionFile, Anchor])
        pk = self.some(model)
        new = f"{self.chance.getrandbits(256):064x}"
        if model is AuditEvent:
            last = AuditEvent.objects.latest("number")
            between = self.chance.randrange(1, last.number + 1)
            for link in AuditEvent.objects.filter(number__gte=between).order_by("-number"):
                put(AuditEvent, link.pk, number=link.number + 1)
            copy(model, pk, number=between, hash=new)
            put(ChainHead, 1, number=last.number + 1)
        elif model is Version:
            row = Version.objects.get(pk=pk)
            copy(model, pk, number=row.number + self.chance.randrange(1, 9))
        elif model is CorrectionNote:
            copy(model, pk, corrects_id=None)
        elif model is Item:
            copy(model, pk, index_no="qt-mzj-2026-99999", live_version_id=None)
        elif model is VersionFile:
            copy(model, pk, version_id=self.some(Version), position=9)
        elif model is Anchor:
            copy(model, pk, day=dt.date(2027, 1, 1), hash=new)
        else:
            copy(model, pk)
        self.did = f"insert {model.__name__} like {pk}"

    def swap(self):
        model, *columns = self.chance.choice([
            (AuditEvent, "number"), (AuditEvent, "after", "subject"), (AuditEvent, "actor"), (AuditEvent, "at"),
            (Version, "body"), (Version, "body", "title", "hash"), (Version, "item_id", "number"), (Version, "title"),
            (Version, "author_id"), (Version, "published_at"), (Review, "version_id"), (Review, "reviewer_id"),
            (Item, "live_version_id"), (VersionFile, "file_id"), (StoredFile, "sha256"), (Anchor, "hash"),
        ])  # fmt: skip
        first, second = self.two(model)
        exchange(model, first, second, *columns)
        self.did = f"swap {model.__name__} {first} {second} {columns}"

    def truncate(self):
        """Cut off the end, and let the database agree with it as far as chance will have it."""
        if self.chance.random() < 0.3:
            keep = self.chance.randrange(0, Version.objects.count())
            for pk in list(Version.objects.order_by("pk").values_list("pk", flat=True))[keep:]:
                remove(Version, pk)
            self.did = f"truncate versions to {keep}"
            return
        keep = self.chance.randrange(0, AuditEvent.objects.count())
        sql("DELETE FROM audit_auditevent WHERE number > %s", keep)
        careful = self.chance.random() < 0.7
        if careful:
            last = AuditEvent.objects.filter(number=keep).first()
            put(ChainHead, 1, number=keep, hash=last.hash if last else FIRST)
            sql("DELETE FROM audit_anchor WHERE number > %s", keep)
        self.did = f"truncate trail to {keep}, careful: {careful}"

    def rehash(self):
        """Change something and compute every hash anew: of the version, of the trail, or of both."""
        choice = self.chance.choice(["version", "trail", "both"])
        if choice != "trail":
            row = Version.objects.get(pk=self.some(Version))
            was = row.hash
            row.body += "<p>另有规定的除外。</p>"
            row.hash = row.fingerprint()
            put(Version, row.pk, body=row.body, hash=row.hash)
            self.did = f"rehash {choice}: version {row.pk}"
            if choice == "both":
                forged = AuditEvent.objects.filter(subject=f"disclosure.item:{row.item_id}", after__hash=was)
                for link in forged:
                    put(AuditEvent, link.pk, after=link.after | {"hash": row.hash})
                for review in Review.objects.filter(version=row, version_hash=was):
                    put(Review, review.pk, version_hash=row.hash)
                for link in AuditEvent.objects.filter(after__reviewed_hash=was):
                    put(AuditEvent, link.pk, after=link.after | {"reviewed_hash": row.hash})
                self.chain_anew()
        else:
            pk = self.some(AuditEvent)
            put(AuditEvent, pk, actor="nobody 无人")
            self.chain_anew()
            self.did = f"rehash trail from {pk}"

    def chain_anew(self):
        """Every hash of the trail as if it had been written so, and the head; the anchors if it is thought of them."""
        previous, thorough = FIRST, self.chance.random() < 0.5
        for link in AuditEvent.objects.order_by("number"):
            link.previous_hash = previous
            previous = link_hash(link)
            put(AuditEvent, link.pk, previous_hash=link.previous_hash, hash=previous)
            if thorough:
                sql("UPDATE audit_anchor SET hash = %s WHERE number = %s", previous, link.number)
        put(ChainHead, 1, hash=previous)
