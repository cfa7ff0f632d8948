"""Implement the commands of `python -m bot`, and name the exit codes that scripts and service managers rely on."""

from typing import Final

#: the command did what it was asked for
DONE: Final = 0
#: something failed: the database, a platform, or one of many lines, of which the others were read
FAILED: Final = 1
#: the command, an option, a file or a setting is wrong: nothing was begun
WRONG_USE: Final = 2
