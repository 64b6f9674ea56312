"""What holds for every test.

Ctrl-C is heard by the programs that tests start, also where the run is in the background: a shell lets what it starts
there ignore Ctrl-C, and so would everything that is started from it. A busy machine is no error: no test is timed.
"""

from __future__ import annotations

import signal

from hypothesis import settings

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("ours", deadline=None)
settings.load_profile("ours")
