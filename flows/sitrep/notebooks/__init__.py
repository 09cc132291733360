"""Notebooks to start from; `first_questions.ipynb` answers five questions on the tables in `output/`."""
