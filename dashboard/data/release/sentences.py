"""How a title or label of a release begins inside a sentence.

What a capital letter stands for cannot be seen: "Ofsted-rated support" and "Supported families" look
alike. A name in small letters is a mistake and an ordinary word with a capital is not, so only words
that are no one's and nothing's name lose theirs.
"""

from __future__ import annotations

import re

_WORDS = """
academic after age aged all an answer answers any area areas arrests at attendance average before
both boys calendar case cases change changed changes child children closed closures completed
completion count days each educational every exclusions families family female fewer financial
first further girls group groups how in incidents known last late later length less living male
mean measure median men missing months more most never no none not number numbers offences on one
other out outcome outcomes over parenting parents people per percentage period periods placed
places proportion prosocial pupils quarters rate ratio reason reasons referral referrals referred
reporting safe school schools score sex share some stage stages started starts students suppressed
the their three time times too total treatment two type under visits weeks when where which who
with within without women year years yes young
"""
_ORDINARY = frozenset(_WORDS.split())
_FIRST = re.compile(r"[^\W\d_]+(?=$|[\s,:;.)])")


def open_lower(text: str) -> str:
    """Begin text in lower case where its first word is an ordinary one and opens no name."""
    first = _FIRST.match(text)
    if first is None or first[0].lower() not in _ORDINARY or first[0][1:] != first[0][1:].lower():
        return text
    after = text[first.end() :].lstrip()
    if after[:1].isupper() and after[1:2].islower():
        return text  # All Saints
    return text[:1].lower() + text[1:]
