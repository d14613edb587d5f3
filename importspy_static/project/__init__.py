"""Where modules are: the files of projects, archives and installed distributions, by name and by path.

Nothing is imported of what is looked at, no code of it is run, nothing is extracted to disk, nothing is asked over a
network.
"""
