"""The lab: real firmware in virtual machines, for suites and for integration tests."""
