"""Streamlit pages and what they share: they read state, call one service and show the result."""
