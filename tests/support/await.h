#pragma once

#include <QTest>

// QTRY_… with a limit that a machine busy with other work stays below: nothing waits longer than
// it has to.
#define AWAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)
#define AWAIT_EQUAL(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 60'000)
