"""Engines that turn text into an Understanding; the chain takes the first sure answer."""
