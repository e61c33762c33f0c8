"""What a network is: its cell, sizes, parameters and head."""
