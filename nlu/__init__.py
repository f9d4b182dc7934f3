"""Human language: from text and a home's vocabulary to an Understanding. Pure after load."""
