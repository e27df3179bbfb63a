# SPDX-License-Identifier: GPL-2.0-only
"""A plugin of pytest, in the guest: only the tests that ONLY names, split by "|".

A name is that after the file's in pytest's own: "TestClass::test_it[word]".
"""

import os


def pytest_collection_modifyitems(config, items):
    wanted = set(os.environ["ONLY"].split("|"))
    out = [i for i in items if i.nodeid.split("::", 1)[1] not in wanted]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [i for i in items if i not in out]
