"""Square codes that lead from paper back to a page."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(address: str, *, is_file: bool = False) -> SafeString:
    """`address` as an SVG element for a page, or as a file of its own; black on white, whatever the colour scheme."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        drawn, kind="svg", xmldecl=is_file, svgns=is_file, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn.getvalue().decode())  # drawn from numbers; the address itself is not in it
