"""Who may act for the coordinator: the members of the coordinator's channel."""

from bot.errors import DirectoryUnavailable
from bot.occasion import Directory
from bot.outcomes import Refused


class Coordinators:
    """The check before every act on a case, a checklist or contact details."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def refusal(self, person_id: str) -> Refused | None:
        """Why the person may not act, or None if they may.

        Goes over the network: call it before a transaction. Who cannot be checked may not act.
        """
        try:
            member = self._directory.is_coordinator(person_id)
        except DirectoryUnavailable:
            return Refused(key="case.directory_unavailable")
        return None if member else Refused(key="case.refused")
