import re
from itertools import product
from zlib import crc32

from django.db import migrations

# Every three ideographs that follow each other become a lexeme, and the quarter of a row; who may see it and where are
# one lexeme instead of two that nearly every row has. On PostgreSQL the index forgets by itself what is deleted, so that
# a search need not look whether its rows are there.
HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
CODES = ["#" + "".join(signs) for signs in product("abcdefghijklmnopqrstuvwxyz0123456789", repeat=3)]
SEEN = """
UPDATE search_lexemes SET vector = vector || array_to_tsvector(%s::text[] || ARRAY(
    SELECT label.lexeme || ':' || substr(place.lexeme, 3) FROM unnest(vector) AS label, unnest(vector) AS place
    WHERE starts_with(label.lexeme, 'l:') AND starts_with(place.lexeme, 'p:')))
WHERE row_id = %s
"""
FORGET = [
    "DELETE FROM search_lexemes WHERE NOT EXISTS (SELECT FROM search_searchrow WHERE id = row_id)",
    """CREATE FUNCTION search_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF TG_OP = 'TRUNCATE' THEN DELETE FROM search_lexemes; ELSE DELETE FROM search_lexemes WHERE row_id = OLD.id; END IF;
           RETURN NULL; END $$""",
    "CREATE TRIGGER search_row_deleted AFTER DELETE ON search_searchrow FOR EACH ROW EXECUTE FUNCTION search_forget()",
    "CREATE TRIGGER search_rows_emptied AFTER TRUNCATE ON search_searchrow FOR EACH STATEMENT EXECUTE FUNCTION search_forget()",
]


def forwards(apps, schema_editor):
    connection = schema_editor.connection
    rows = apps.get_model("search", "SearchRow").objects.values_list("pk", "date", "folded")
    with connection.cursor() as cursor:
        for pk, date, folded in rows.iterator(chunk_size=200):
            more = [f"q:{date.year}{(date.month + 2) // 3}", *dict.fromkeys(_threes(folded))]
            if connection.vendor == "postgresql":
                cursor.execute(SEEN, [more, pk])
                continue
            cursor.execute("SELECT lexemes FROM search_lexemes WHERE rowid = %s", [pk])
            for (lexemes,) in cursor.fetchall():
                kept = " ".join([lexemes, *more, *_seen(lexemes.split(" "))])
                cursor.execute("UPDATE search_lexemes SET lexemes = %s WHERE rowid = %s", [kept, pk])
    if connection.vendor == "postgresql":
        for statement in FORGET:
            schema_editor.execute(statement, None)


def _threes(folded):
    title, _newline, text = folded.partition("\n")
    for run in HAN.findall(title) + HAN.findall(text):
        yield from (CODES[crc32(run[start : start + 3].encode()) % len(CODES)] for start in range(len(run) - 2))


def _seen(lexemes):
    labels, places = ([lexeme for lexeme in lexemes if lexeme.startswith(sign)] for sign in ("l:", "p:"))
    return [f"{label}:{place[2:]}" for label in labels for place in places]


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_forget CASCADE")  # lexemes that nobody asks for stay


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_synonyms_and_facts_of_rows'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
