"""The environment says what it can, and the impossible is refused by name."""

from __future__ import annotations

import pytest

from dashboard import settings
from dashboard.exceptions import SettingsError
from dashboard.settings import DEFAULT_DATABASE_URL, Settings, read_settings


def test_nothing_asked_gives_defaults_that_work() -> None:
    assert read_settings({}) == Settings(DEFAULT_DATABASE_URL, 8050, "")
    assert DEFAULT_DATABASE_URL.startswith("sqlite:///")


def test_blank_is_as_good_as_not_asked() -> None:
    assert read_settings({"DATABASE_URL": " ", "PORT": ""}) == read_settings({})


def test_everything_asked_is_given() -> None:
    asked = {
        "DATABASE_URL": "postgresql://reader@db/releases",
        "PORT": "80",
        "PUBLIC_URL": "https://figures.example/",
    }
    assert read_settings(asked) == Settings(
        "postgresql://reader@db/releases", 80, "https://figures.example"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PORT", "٨٠"),
        ("PUBLIC_URL", "figures.example"),
    ],
)
def test_impossible_setting_is_named_and_its_value_is_not_told(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({name: value})
    assert value == "0" or value not in str(caught.value)


def test_every_setting_is_documented() -> None:
    assert settings.__doc__ is not None
    for name in settings.NAMES:
        assert name in settings.__doc__
