"""The only modules that touch formats: workbook reading and writing, packs (TOML), Word, charts."""
