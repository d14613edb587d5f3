"""A graph of imports as text: one file a format, and `formats` knows them all."""
