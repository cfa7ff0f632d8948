"""HTTP: pages and files for whoever has a link, within limits."""
