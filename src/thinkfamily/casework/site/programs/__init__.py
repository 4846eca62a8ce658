"""Programs of agencies: their accounts on screen, and the notices that go out to them."""
