"""The tables. Times are UTC; JSON columns hold the dumps of typed values, never loose dicts."""

from bot.database.models.base import Base
from bot.database.models.casework import CaseEventRow, CaseRow, ChecklistRow, ContactRow
from bot.database.models.goods import (
    AccountChoiceRow,
    AccountExportRow,
    AccountRow,
    ArticlePickRow,
    ArticlePriceRow,
    ArticleRow,
    IncomingListRow,
    PriceListRow,
    SupplierRow,
    WeekReportRow,
)
from bot.database.models.knowing import KnowledgeDraftRow, KnowledgeVersionRow
from bot.database.models.people import ConversationRow, PersonRow, QuestionRow
from bot.database.models.post import DueRow, InboxRow, OutboxRow, RevisionRow

__all__ = [
    "AccountChoiceRow",
    "AccountExportRow",
    "AccountRow",
    "ArticlePickRow",
    "ArticlePriceRow",
    "ArticleRow",
    "Base",
    "CaseEventRow",
    "CaseRow",
    "ChecklistRow",
    "ContactRow",
    "ConversationRow",
    "DueRow",
    "InboxRow",
    "IncomingListRow",
    "KnowledgeDraftRow",
    "KnowledgeVersionRow",
    "OutboxRow",
    "PersonRow",
    "PriceListRow",
    "QuestionRow",
    "RevisionRow",
    "SupplierRow",
    "WeekReportRow",
]
