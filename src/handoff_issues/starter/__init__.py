"""What a repository needs to begin with: a workflow, a settings file, and a look at what would become of its notes."""
