"""What can be done about files that are to go: hold one, put a round forward, sign it or give it back. Each asks who may."""

from thinkfamily.casework.retention.actions.holds import lift, place
from thinkfamily.casework.retention.actions.rounds import MOST, give_back, let_go_at_the_desk, propose, sign

__all__ = ["MOST", "give_back", "let_go_at_the_desk", "lift", "place", "propose", "sign"]
