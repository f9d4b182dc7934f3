"""The dialect of appliances that describe themselves in no convention: somebody else describes them."""
