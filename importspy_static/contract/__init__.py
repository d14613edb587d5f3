"""Contracts: YAML to `model.contract`. The only folder that imports ruamel.yaml, and only when a contract is read."""
