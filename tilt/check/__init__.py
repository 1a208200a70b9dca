"""What a build would trip over, told before anything runs: a module for each kind of fault."""
