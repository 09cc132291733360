"""The documentation: tutorial, how-to, explanation; and the reference, which `python -m sitrep.docs.reference` writes anew."""
