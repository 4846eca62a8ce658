"""The declared shape of every table: supplied by agencies, and made by the stages.

Each table is a dataframely schema whose docstring begins with its grain. Each column has a type, a description and a
sensitivity, from which access rules, the reference pages and scrubbed copies are made.
"""
