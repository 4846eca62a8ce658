"""What changes who may see what: one module a subject, each change with its audit event in one transaction."""
