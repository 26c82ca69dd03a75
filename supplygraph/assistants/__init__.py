"""Tools for assistants (the Model Context Protocol): ten questions, answers that fit, each with sources and a link."""
