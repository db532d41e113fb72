"""Powers online (权力网上公开透明运行): flows, benchmarks, parties, tables. The rows are in `oversight.models`."""
