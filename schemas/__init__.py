"""The column contract: one YAML file a table."""
