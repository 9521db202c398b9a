"""LanguageTool as an engine of rules: its server, what is sent to it, and what is made of it.

Nothing of this is imported before LanguageTool is switched on.
"""
