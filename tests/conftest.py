"""What holds for every test: Ctrl-C is heard by the programs that tests start, also where the run is in the background.

A shell lets what it starts in the background ignore Ctrl-C, and so would everything that is started from there.
"""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
