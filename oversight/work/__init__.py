"""The organisation of the work: who lacks what, the registers of it, and how they are filled in."""
