"""Posts what a pull request does to the conclusions: pictures on a branch of their own, and one comment.

Runs with a token that may write, and reads what the pull request's own code has left: nothing of that is run, and what
of it is posted is looked at first. The standard library alone, since nothing is installed where it runs.
"""
