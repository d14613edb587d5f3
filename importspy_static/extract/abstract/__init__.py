"""libcst's tree made into nodes of the abstract grammar, for source that is newer than the running Python.

They are made for fingerprints: places are those of definitions only, contexts are left out.
"""
