"""The sample tender's workbooks, made from readable data so that they can be made again when the pack changes."""
