"""What of the standard library imports modules by name, or gives them away."""

from __future__ import annotations

IMPORTERS = {
    "builtins.__import__": "name",
    "importlib.__import__": "name",
    "importlib.import_module": "name",
    "pkgutil.resolve_name": "name",
    "pydoc.locate": "path",
    "runpy.run_module": "mod_name",
}
"""Functions whose first parameter, of this name, says what is imported."""
MODULES = "sys.modules"
_LOADERS = frozenset(
    """builtins.__loader__ builtins.__spec__.loader sys.meta_path sys.path_hooks sys.path_importer_cache
    importlib.util.module_from_spec importlib.util.spec_from_file_location importlib.util.spec_from_loader
    importlib.util.LazyLoader importlib.machinery.BuiltinImporter importlib.machinery.ExtensionFileLoader
    importlib.machinery.FileFinder importlib.machinery.FrozenImporter importlib.machinery.PathFinder
    importlib.machinery.SourceFileLoader importlib.machinery.SourcelessFileLoader importlib._bootstrap
    importlib._bootstrap_external _frozen_importlib _frozen_importlib_external _imp imp.load_compiled imp.load_dynamic
    imp.load_module imp.load_package imp.load_source pkgutil.find_loader pkgutil.get_loader pkgutil.walk_packages
    pydoc.importfile pydoc.safeimport runpy.run_path zipimport.zipimporter""".split()
)
"""What loads modules from places, and in steps. `__loader__` and `__spec__`, which a module has, count as builtins."""
_ALL = frozenset({*IMPORTERS, *_LOADERS, MODULES})
_FIRST = frozenset(path.partition(".")[0] for path in _ALL)
_FRONTS = frozenset(path[:at] for path in _ALL for at, character in enumerate(path) if character == ".")


def is_machinery(path: str) -> bool:
    """Whether who holds this can import what it likes: it is one of these, or in one, or has one."""
    if path.partition(".")[0] not in _FIRST:
        return False
    return path in _FRONTS or path in _ALL or any(path.startswith(each + ".") for each in _ALL)
