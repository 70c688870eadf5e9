"""participe: consultations that communes publish, and that they answer for."""
