"""Tests get databases to themselves, leave nothing behind, and miss nothing unseen."""

from __future__ import annotations

import psycopg
import pytest

from tests.databases import missing, postgres_database


def test_what_is_missing_is_skipped_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no such server"):
        missing("no such server")


def test_what_is_missing_in_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no such server"):
        missing("no such server")


@pytest.mark.services
def test_a_postgres_database_is_ones_own_and_dropped() -> None:
    with postgres_database() as one, postgres_database() as other:
        assert one != other
        with psycopg.connect(one) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(one)
