#include "panes/sealedstate.h"

#include <QCryptographicHash>

#include <algorithm>

namespace inceptoscope {

namespace {

/// And the version: another where what is kept changes.
const QByteArray mark = QByteArrayLiteral("panes 1\n");

QByteArray sealOf(const QByteArray &state)
{
    return mark + QCryptographicHash::hash(state, QCryptographicHash::Sha256);
}

} // namespace

QByteArray sealed(const QByteArray &state)
{
    return sealOf(state) + state;
}

std::optional<QByteArray> unsealed(const QByteArray &sealedState)
{
    const qsizetype length = sealOf({}).size();
    QByteArray state = sealedState.mid(length);
    if (sealedState.first(std::min(length, sealedState.size())) != sealOf(state))
        return std::nullopt;
    return state;
}

} // namespace inceptoscope
