"""What is done to a text under discussion: draft, publish, remark, decide."""
