"""What commands do once they are called, a module each under the command's name.

Options, help and what TAB offers stand one folder up and load nothing of this: a shell waits for them.
"""
