"""What words, clauses and sentences say: whose state they tell, what they ask for, where they end."""
