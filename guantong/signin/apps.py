# SPDX-License-Identifier: Apache-2.0
"""The door as a Django app."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Signing in, accounts, invitations."""

    name = "guantong.signin"
    label = "signin"
