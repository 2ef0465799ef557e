"""gettext catalogues and the one place that turns message keys into words."""
