"""Settings that are wrong are refused: silently a default would be in force that somebody thought was changed."""

import pytest

from api.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SUPPLYGRAPH_SECOND", "5", "did you mean SUPPLYGRAPH_SECONDS"),
        ("SUPPLYGRAPH_QUITE_OTHER", "5", "there is no setting"),
        ("SUPPLYGRAPH_SECONDS", "inf", "SUPPLYGRAPH_SECONDS='inf'"),
        ("SUPPLYGRAPH_SECONDS", "nan", "SUPPLYGRAPH_SECONDS='nan'"),
        ("SUPPLYGRAPH_BODY_SECONDS", "-1", "greater than 0"),
        ("SUPPLYGRAPH_MEMORY_MB", "much", "SUPPLYGRAPH_MEMORY_MB='much'"),
        ("SUPPLYGRAPH_WITHOUT_KEY", "everything", "read, cypher, admin"),
        ("SUPPLYGRAPH_ORIGINS", "*", "no origin"),
        ("SUPPLYGRAPH_LOG", "loud", "SUPPLYGRAPH_LOG='loud'"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(monkeypatch, variable, value, told):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=told):
        Settings.from_environment()
