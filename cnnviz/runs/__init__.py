"""What a training run was asked for and what it left: settings, curves, weights, answers. No torch here."""
