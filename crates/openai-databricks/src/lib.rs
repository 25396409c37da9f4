//! Provider: Databricks model serving
