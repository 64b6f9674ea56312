"""One module a page: each view reads what other modules return and gives it back once."""
