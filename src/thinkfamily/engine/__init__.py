"""The analysis: stages that share tables, never code, run in one order by the pipeline."""
