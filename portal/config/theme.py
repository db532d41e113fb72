"""The tenant's colour as a stylesheet: `/theme/1d5480.css`.

The page may carry no inline style (Content-Security-Policy), and a government may choose any colour, also one on which
nobody can read: so lightness is moved until the contrast of WCAG 2.2 (1.4.3) is met in both schemes.
"""

from colorsys import hls_to_rgb, rgb_to_hls

from django.http import HttpRequest, HttpResponse

WHITE, NIGHT = "ffffff", "14191c"  # --surface of both schemes, static/css/base.css
YEAR = 365 * 24 * 3600


def luminance(colour: str) -> float:
    """Relative luminance of `rrggbb`, 0 to 1 (WCAG 2.2)."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours `rrggbb`, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: str, *, on: str, ratio: float) -> str:
    """`colour`, made darker or lighter in steps of 1 % until it stands out from `on` by `ratio`."""
    hue, lightness, saturation = rgb_to_hls(*_rgb(colour))
    end, step = (0.0, -0.01) if luminance(on) > 0.5 else (1.0, 0.01)
    while contrast(colour, on) < ratio and lightness != end:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = _hex(hls_to_rgb(hue, lightness, saturation))
    return colour


def tinted(colour: str, *, lightness: float) -> str:
    """A quiet background in the hue of `colour`."""
    hue, _, saturation = rgb_to_hls(*_rgb(colour))
    return _hex(hls_to_rgb(hue, lightness, min(saturation, 0.4)))


def shades(colour: str) -> dict[str, str]:
    """The custom properties of a tenant with this colour, without `#`."""
    return {
        "tenant": legible(colour, on=WHITE, ratio=6),
        "tenant-strong": legible(colour, on=WHITE, ratio=10),
        "tenant-soft": tinted(colour, lightness=0.95),
        "tenant-dark": legible(colour, on=NIGHT, ratio=9),
        "tenant-dark-strong": legible(colour, on=NIGHT, ratio=12),
        "tenant-dark-soft": tinted(colour, lightness=0.16),
        "tenant-dark-bar": legible(colour, on=WHITE, ratio=10),
    }


def theme(request: HttpRequest, colour: str) -> HttpResponse:
    """The stylesheet of one colour: it never changes, so it may be kept for a year."""
    lines = "".join(f"--{name}:#{value};" for name, value in shades(colour).items())
    answer = HttpResponse(f":root{{{lines}}}\n", content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return answer


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(rgb: tuple[float, float, float]) -> str:
    return "".join(f"{round(value * 255):02x}" for value in rgb)
