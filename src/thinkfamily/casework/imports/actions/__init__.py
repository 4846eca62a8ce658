"""What can be done with a file of cases. Each action asks who may, and records what was done."""

from thinkfamily.casework.imports.actions.bring import PARTS, bring
from thinkfamily.casework.imports.actions.look import check
from thinkfamily.casework.imports.actions.sign import sign
from thinkfamily.casework.imports.actions.take_back import answer_back, ask_back

__all__ = ["PARTS", "answer_back", "ask_back", "bring", "check", "sign"]
