"""What the shared bodies assert is explained by pytest like any test's own assertions."""

import pytest

pytest.register_assert_rewrite("contract", "machine")
