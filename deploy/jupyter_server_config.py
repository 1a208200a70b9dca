"""The app in JupyterHub or JupyterLab, beside a reader's notebooks: see jupyterhub.md."""

c.ServerProxy.servers = {  # type: ignore[name-defined]  # noqa: F821 (Jupyter gives the file its c)
    "tilt": {
        "command": ["tilt", "app", "--port", "{port}", "--base-url", "{base_url}tilt/", "--host", "*"],
        "absolute_url": True,  # the app has the prefix itself
        "timeout": 60,
        "launcher_entry": {"title": "Tilt"},
    }
}
