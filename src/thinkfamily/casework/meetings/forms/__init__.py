"""What is asked of a worker on the pages of meetings. Forms check what was typed; actions decide."""
