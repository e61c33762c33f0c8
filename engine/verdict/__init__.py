"""What is said of an answer: which states it reads, what they have seen, and what goes wrong."""
