"""What `make` calls: the environment, the lock, the build, the servers, the browser, checks of the notebooks."""
