"""How an upload is refused."""


class Refused(ValueError):  # noqa: N818
    """A file is not taken. ``message_de`` is for the person: what happened, what is safe, what to do."""

    def __init__(self, code: str, message_de: str) -> None:
        super().__init__(code, message_de)
        self.code, self.message_de = code, message_de

    def __str__(self) -> str:
        return self.message_de
