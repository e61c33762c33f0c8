"""What is sent: traces, answers, explanations and files in JSON's shape."""
