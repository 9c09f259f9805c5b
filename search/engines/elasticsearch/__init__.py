"""The engine for production: an Elasticsearch cluster, through elasticsearch-dsl."""
