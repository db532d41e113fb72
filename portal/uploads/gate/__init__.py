"""The publication gate: what must not go out by mistake, found without asking any other computer."""
