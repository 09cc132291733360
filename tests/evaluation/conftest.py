"""The measures next to the tests are modules of their own: they also run as commands."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
