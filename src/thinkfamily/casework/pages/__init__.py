"""How every page looks: base templates, form fields, styles and scripts. It knows nothing of families."""
