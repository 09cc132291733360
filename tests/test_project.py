"""The project as a whole: what a stranger relies on before reading any code."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_of_the_tree_is_installed():
    listed = set(pyproject()["tool"]["setuptools"]["packages"])
    library = ROOT / "flows" / "sitrep"
    found = {".".join(p.parent.relative_to(ROOT / "flows").parts) for p in library.rglob("__init__.py")}
    assert listed == found | {"sitrep.schemas"}


def test_every_data_file_of_the_tree_is_installed():
    """A pattern of package-data is relative to a package, so that a folder which is none needs a pattern of its own."""
    patterns = pyproject()["tool"]["setuptools"]["package-data"]
    library = ROOT / "flows" / "sitrep"
    tracked = subprocess.run(["git", "ls-files", "flows/sitrep"], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
    files = [ROOT / f for f in tracked] or [p for p in library.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    for file in (f for f in files if f.suffix != ".py"):
        package = next(p for p in file.parents if (p / "__init__.py").exists())
        named = ".".join(package.relative_to(ROOT / "flows").parts)
        inside = file.relative_to(package)
        fits = [p for p in (*patterns["*"], *patterns.get(named, ())) if inside.match(p) and len(Path(p).parts) == len(inside.parts)]
        assert fits, f"{file.relative_to(ROOT)} would not be installed"


def test_the_release_is_named_once():
    import sitrep

    assert pyproject()["project"]["version"] == sitrep.__version__


def test_importing_the_library_costs_no_heavy_package():
    heavy = ["prefect", "great_expectations", "pandas", "torch", "spacy"]
    code = f"import sys, sitrep; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_coding_an_article_imports_neither_prefect_nor_great_expectations_nor_torch():
    # spaCy imports torch where it is installed: it is taken away, and all must go on without.
    code = "import sys; sys.modules['torch'] = None; import sitrep.coder; print({'prefect', 'great_expectations'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_only_the_pipeline_knows_prefect_and_only_validation_knows_great_expectations():
    for path in (ROOT / "flows").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT / "flows").as_posix()
        if re.search(r"^\s*(from|import) prefect", text, re.M):
            assert where == "sitrep/pipeline.py", where
        if re.search(r"^\s*(from|import) great_expectations", text, re.M):
            assert where.startswith("sitrep/validate/"), where


def test_readme_names_every_command():
    from sitrep.cli import main

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"sitrep {name}" not in readme] == []


def test_the_linter_finds_nothing():
    found = subprocess.run([sys.executable, "-m", "ruff", "check", "--no-cache", str(ROOT)], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_the_type_hints_hold():
    found = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_the_library_tells_type_checkers_that_it_has_hints():
    assert (ROOT / "flows" / "sitrep" / "py.typed").exists()
