"""Text in a chart: made safe, measured, and broken into lines.

Plotly reads a few HTML tags in the text of figures, so text from a release is escaped; a line
break is the one tag that the figures use.
"""

from __future__ import annotations

from collections.abc import Sequence

BREAK = "<br>"
_NARROW = set("iIjlt.,:;|!'()[]/ f")
_WIDE = set("mwMW%@&—")
_EM = {"narrow": 0.3, "wide": 0.86, "capital": 0.66, "other": 0.55}


def escape_text(text: str) -> str:
    """Make text read as it stands; its line feeds become line breaks."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", BREAK)


def text_width(text: str, size: float) -> float:
    """Estimate the width of a line in pixels, on the generous side."""
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    if character in _NARROW:
        return _EM["narrow"]
    if character in _WIDE:
        return _EM["wide"]
    return _EM["capital"] if character.isupper() else _EM["other"]


def widest(texts: Sequence[str], size: float) -> float:
    """Estimate the width of the widest line of several texts."""
    lines = [line for text in texts for line in text.split("\n")]
    return max((text_width(line, size) for line in lines), default=0)


def _pieces(word: str, width: float, size: float) -> list[str]:
    """Break a word into pieces that fit a width in pixels, all but the last with a hyphen."""
    if text_width(word, size) <= width:
        return [word]
    end = max(n for n in range(1, len(word)) if n == 1 or text_width(f"{word[:n]}-", size) <= width)
    return [f"{word[:end]}-", *_pieces(word[end:], width, size)]


def shortened(text: str, width: float, size: float) -> str:
    """Cut text that is wider than a width in pixels, with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    end = max((n for n in range(len(text)) if text_width(f"{text[:n]}…", size) <= width), default=0)
    return f"{text[:end].rstrip()}…"


def wrap(text: str, width: float, size: float, *, within_words: bool = False) -> str:
    """Break text into lines that fit a width in pixels.

    A longer word stands on its own, or is broken as well.
    """
    lines: list[str] = []
    line = ""
    words = text.split()
    if within_words:
        words = [piece for word in words for piece in _pieces(word, width, size)]
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return "\n".join([*lines, line])
