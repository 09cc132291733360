"""The group of all commands: an error of the file system becomes a sentence with its remedy, never a traceback."""

from __future__ import annotations

import errno
from typing import Any

import click

from sitrep.cli.stop import STOPPED

REMEDIES = {
    errno.EACCES: "allow it (chmod, or another user), or give another path",
    errno.EPERM: "allow it (chmod, or another user), or give another path",
    errno.ENOENT: "give a path that exists",
    errno.ENOSPC: "free some space, or give a path on another disk",
    errno.EROFS: "give a path that can be written to",
    errno.ENOTDIR: "give a folder",
    errno.EISDIR: "give a file",
    errno.EEXIST: "give another path",
}


class Commands(click.Group):
    """A click group whose commands fail with exit status 1 and a message where Python raises an OSError, or somebody stops them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.ClickException(STOPPED) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader of our output has gone; click knows what to do
            if error.errno is None:
                raise click.ClickException(str(error)) from error  # one of ours: the message says what to do
            where = f"{error.filename}: " if error.filename else ""
            remedy = REMEDIES.get(error.errno, "see the system's message, then run `sitrep doctor`")
            raise click.ClickException(f"{where}{error.strerror}; {remedy}") from error
