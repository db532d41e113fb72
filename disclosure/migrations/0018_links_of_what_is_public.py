import re
import uuid
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from django.db import migrations

CHUNK = 500
ITEM = re.compile(r'^(?:/en)?/(?:items|consultations|surveys|hearings|internal)/(?P<index_no>[-\w]{1,60})/')
FILE = re.compile(r'^(?:/en)?/files/(?P<public_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<name>[^/]+)$')


class Links(HTMLParser):
    def __init__(self, body):
        super().__init__(convert_charrefs=True)
        self.found = {}
        self.feed(body)
        self.close()

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get('href')
        if tag == 'a' and address:
            self.found[address] = None


def write_links_of_what_is_public(apps, schema_editor):
    """The links of the texts that were public before links were kept, as they stood when the texts went out."""
    agency, version, file, link = (
        apps.get_model(*name.split('.'))
        for name in ('agencies.Agency', 'disclosure.Version', 'uploads.StoredFile', 'disclosure.ItemLink')
    )
    sites = list(agency.objects.order_by('-depth').values('pk', 'path', 'host', 'depth', 'is_active'))
    hosts = {site['host']: site['pk'] for site in sites if site['host'] and site['is_active']}
    governments = [site for site in sites if site['host'] or site['depth'] == 1]
    public = version.objects.filter(live_on__isnull=False, audience='everyone', body__contains='href')
    rows = public.order_by('pk').values_list('item', 'item__agency__path', 'body', 'published_at')
    pending = []
    for item, path, body, published_at in rows.iterator(chunk_size=CHUNK):
        home = next(site['pk'] for site in governments if path.startswith(site['path']))
        for address in Links(body).found:
            if (target := _target(address, home, hosts)) is not None:
                pending.append((item, address[:500], published_at, *target))
        if len(pending) >= CHUNK:
            _write(file, link, pending)
            pending = []
    _write(file, link, pending)


def _target(address, home, hosts):
    """Site, index number, and identifier and name of a file; None for what names neither."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    site = hosts.get(parts.hostname) if parts.netloc else home
    if site is None or parts.scheme in ('mailto', 'tel'):
        return None
    path = unquote(parts.path)
    path = path if path.startswith('/') else f'/{path}'
    if (found := ITEM.match(path)) is not None:
        return site, found['index_no'], None, ''
    if (found := FILE.match(path)) is not None:
        return site, '', uuid.UUID(found['public_id']), found['name']
    return None


def _write(file, link, pending):
    asked = {public_id for *_rest, public_id, _name in pending if public_id is not None}
    files = {(row.public_id, row.name): row.pk for row in file.objects.filter(public_id__in=asked).only('public_id', 'name')}
    rows = [
        link(item_id=item, address=address, since=since, site_id=site, index_no=index_no, file_id=files.get((public_id, name)))
        for item, address, since, site, index_no, public_id, name in pending
    ]
    link.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0017_links'),
    ]

    operations = [
        migrations.RunPython(write_links_of_what_is_public, migrations.RunPython.noop),
    ]
