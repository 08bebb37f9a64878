"""What a trace or an experiment's result looks like: figures, and the bytes of the network view."""
