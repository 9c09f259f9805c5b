"""Makes the files of `search.analysis.lexicon` from open lexicons, once for each version of either.

Needs simplemma, whose dictionaries it reads, and the grammar files of uniparser-albanian. No Django.
"""
