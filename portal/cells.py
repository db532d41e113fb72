"""Cells of files that people open in a spreadsheet: no text of ours may begin to calculate there."""

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """`text` with a leading quote where a spreadsheet would read a formula (OWASP ASVS 5.0, 1.2.10)."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text
