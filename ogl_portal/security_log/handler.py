"""Where the lines go: to a file for each day, which is deleted after ``OGL_SECURITY_LOG_DAYS``, or to standard error.

Nothing here knows Django's models, so the class can stand in ``LOGGING``. Each process appends whole lines to the same
file, so that nothing has to be turned over by one of them.
"""

import datetime
import json
import logging
import os
from pathlib import Path

from django.conf import settings

NAME = "security-{:%Y-%m-%d}.jsonl"


class EcsFormatter(logging.Formatter):
    """A record of ``events.record`` as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        line = {
            "@timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "log.level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "ecs", {}),
        }
        return json.dumps(line, ensure_ascii=True)


class DailyFileHandler(logging.Handler):
    """Appends to today's file (UTC) in ``directory``, readable by the owner only."""

    def __init__(self, directory: str) -> None:
        super().__init__()
        self.directory = Path(directory)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = f"{self.format(record)}\n".encode()
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = self.directory / NAME.format(datetime.datetime.now(datetime.UTC))
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(file, line)
            finally:
                os.close(file)
        except OSError:
            self.handleError(record)


def forget_old_files(today: datetime.date) -> None:
    """A daily job: delete the files of days that are over for longer than ``OGL_SECURITY_LOG_DAYS``."""
    oldest = NAME.format(today - datetime.timedelta(days=settings.OGL_SECURITY_LOG_DAYS))
    for file in Path(settings.OGL_SECURITY_LOG_DIR).glob("security-*.jsonl"):
        if file.name < oldest:
            file.unlink(missing_ok=True)
