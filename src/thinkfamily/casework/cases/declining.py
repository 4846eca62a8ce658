"""Why a family says no: at the front door and when a programme is offered, by the same codes, because they are counted together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WHY_DECLINED = [
    ("no_need", _("They do not see the need")),
    ("other_help", _("They have other help")),
    ("trust", _("They do not trust services")),
    ("not_now", _("Not now")),
    ("sharing", _("They do not want agencies to share")),
    ("not_said", _("They did not say")),
]
