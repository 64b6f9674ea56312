"""Calls: recordings become transcripts, and what is claimed in them is cited by its second.

    recording → decoding → voices, recognition → Transcript → writing (VTT, JSON, RTTM)
    Transcript → citing → claims with seconds, a chain of speakers, and doubt

Only what is published or lawfully held: nothing here intercepts, knows a voice again, or locates anybody. Audio does
not leave the machine.
"""
