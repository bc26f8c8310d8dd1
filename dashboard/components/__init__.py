"""What are pages built of? Each part is handed what it shows, and fetches nothing."""
