"""The statutory annual report on government information: its cells, where they come from, and what has to agree."""
