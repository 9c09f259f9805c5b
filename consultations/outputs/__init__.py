"""What is made of the public record for others to keep: the report's further sections, open data, notices."""
