#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from cms.env import EnvError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except EnvError as error:
        sys.exit(str(error))
