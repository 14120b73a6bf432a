"""Every word that users read, by language."""
