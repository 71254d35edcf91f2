"""The edge: here the clock is read, services are asked, and answers are rendered."""
