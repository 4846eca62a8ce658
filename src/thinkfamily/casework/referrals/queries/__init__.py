"""What can be read of requests for help, as one worker may see it."""

from thinkfamily.casework.referrals.queries.likeness import Known, known_families, like
from thinkfamily.casework.referrals.queries.mine import made_by, of_family, receipt
from thinkfamily.casework.referrals.queries.queue import purges, queue, referral_for
from thinkfamily.casework.referrals.queries.referral import areas, asked_programmes, page_of, proposed

__all__ = [
    "Known",
    "areas",
    "asked_programmes",
    "known_families",
    "like",
    "made_by",
    "of_family",
    "page_of",
    "proposed",
    "purges",
    "queue",
    "receipt",
    "referral_for",
]
