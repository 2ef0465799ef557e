"""Parts of a page: tables, notices, steps, findings, charts, downloads. They take plain text and escape it."""
