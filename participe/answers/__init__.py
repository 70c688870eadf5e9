"""The commune's public answers to propositions: signed, dated, versioned, on time or late."""
