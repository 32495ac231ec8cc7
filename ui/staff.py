"""Who is at the staff pages, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `key` stands for the person in the database and tells nothing about them; `name` is shown."""

    key: str
    name: str = ""
    editor: bool = False


# Without a login the server answers this machine alone; who sits at it may do everything, as in its terminal.
AT_THIS_MACHINE = Staff(key="local", editor=True)
