"""How right the pipeline is on claims whose truth is known."""
