"""How the reader is trained, exported and measured: `python -m sitrep.train`. The only part of Sitrep that needs torch."""
