"""The explorer: what a reader moves and sees, the same in the static page, Voila and JupyterLab."""
