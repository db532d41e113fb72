"""How a link of the audit chain is hashed."""

import hashlib
import json

from portal.audit.models import AuditEvent

FIRST = "0" * 64
HASHED = ("number", "event", "actor", "agency_path", "agency_name", "subject", "before", "after", "previous_hash")


def link_hash(link: AuditEvent) -> str:
    """SHA-256 over every field of the link and the hash of the one before it."""
    facts = {name: getattr(link, name) for name in HASHED} | {"at": link.at.isoformat(timespec="microseconds")}
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
