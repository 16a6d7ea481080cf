"""Every OAuth 2 rule of ours against servers that others wrote, one line a rule."""

from __future__ import annotations

import pytest

from tests.oauth import rules_answers, rules_mock, rules_provider, rules_refresh
from tests.oauth.rules import TABLE, Rule
from tests.oauth.world import World

MODULES = (rules_provider, rules_refresh, rules_mock, rules_answers)


@pytest.mark.parametrize("tried", TABLE, ids=[f"{each.server}: {each.text}" for each in TABLE])
async def test_the_rule_holds(tried: Rule, world: World) -> None:
    await tried.check(world)


def test_no_rule_is_told_twice() -> None:
    texts = [each.text for each in TABLE]
    assert len(set(texts)) == len(texts)
    assert {each.check.__module__ for each in TABLE} == {each.__name__ for each in MODULES}
