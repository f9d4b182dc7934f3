"""Dialects: how appliances of one convention announce themselves, report and are told; all sans I/O."""
