"""The reference pages, generated from the definitions they describe."""

from thinkfamily.cli.reference.pages import pages

__all__ = ["pages"]
