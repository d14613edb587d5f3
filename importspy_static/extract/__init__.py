"""Bytes of source become a `Program`: what a module does to names. The only part that uses libcst.

Importing this package imports nothing else: ask its modules for what they offer.
"""
