"""The backward loop over time, losses and gradients."""
