"""Commands beside the main ones: one module per group, registered in ``cli``."""
