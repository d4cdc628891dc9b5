"""Running the portal: server, backup and restore, the address it is known by, logs, what a killed server left."""
