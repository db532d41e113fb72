"""What stands where personal data were, in the language of the files."""

ERASED = "已按规定删除"
