"""Rules as data: vocabulary, prices, criteria and one folder per framework version."""
