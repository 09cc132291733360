"""All that reading needs, loaded when this is imported: processes forked from one that has imported it share the memory it lies in.

Loaded one by one, each process takes two seconds of a core and 150 MB more, and two models do not fit a processor's cache where one does.
"""

import contextlib
import os

with contextlib.suppress(Exception):  # a damaged model: the process that reads an article says so, with the article's name
    from sitrep.read import reader  # isort: skip  before the rooms import spaCy, and it all that spaCy can make use of
    from sitrep.article import Article
    from sitrep.coder import code
    from sitrep.knowledge.own_folder import VARIABLE
    from sitrep.memories import freeze

    os.environ.pop(VARIABLE, None)  # the facts of the package; a user's own facts a process is told of when it starts
    reader()
    code(Article("0" * 16, "", "", "Police in Nairobi, Kenya, arrested five protesters on Friday, the interior ministry said."))
    freeze()
