"""What a person decides about rows: corrections that survive reruns, and a sheet of the least certain rows for a second look."""
