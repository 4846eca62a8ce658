"""Templates as Python: what Django reads from a template is written down once as a function, and rendered by calling it.

The language of templates stays Django's, and so does every byte. What is written down for each language is the template's
own text and the site's own words; nothing of a page is kept. A tag that is not known here is rendered by Django, in its place.
"""
