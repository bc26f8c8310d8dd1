"""How does a commissioner take an area's briefing along: as a tagged PDF?"""
