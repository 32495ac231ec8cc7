"""The errors of ours. Each message is one finished Danish sentence with the next step, and each has an exit code."""

from __future__ import annotations


class HvidbogError(Exception):
    """Any error that a user should see as a sentence and never as a traceback. `exit_code` is the command's."""

    exit_code = 1


class WrongUse(HvidbogError):
    """The command or a setting was used wrongly."""

    exit_code = 2


class NoIndex(HvidbogError):
    """There is no index version to answer from."""

    exit_code = 3


class DamagedIndex(HvidbogError):
    """The index version is not what was written; it must be made again."""

    exit_code = 3


class FingerprintMismatch(DamagedIndex):
    """The index was made with other settings or another model than the ones in force."""


class OtherFormat(DamagedIndex):
    """The index is whole, but another edition of the program made it, with other tables or files."""


class EmbeddingFault(HvidbogError):
    """The embedding model gave no usable vectors. `code` says why: timeout, http_429, count, not_numbers, …"""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class IndexLocked(HvidbogError):
    """Another process is writing an index version right now."""


class Quarantined(HvidbogError):
    """A file was read and must be kept out of the index all the same."""


class Unreadable(HvidbogError):
    """A file could not be read. `reason` is the sentence that the report shows."""
