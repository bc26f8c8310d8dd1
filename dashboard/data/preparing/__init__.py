"""How does an analyst turn records or unsuppressed tables into a release that may be published?"""
