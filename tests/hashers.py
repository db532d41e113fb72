"""Argon2 with the least work it can do, under its own name, so that receipt codes are hashed as in production."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
