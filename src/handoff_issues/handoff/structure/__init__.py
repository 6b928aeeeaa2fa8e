"""What headings, labels, tables and comments say of what stands below them."""
