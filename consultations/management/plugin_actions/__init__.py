"""What `manage.py plugins` can do: one module for each kind of action."""
