#pragma once

#include <QByteArray>

#include <optional>

namespace inceptoscope {

/// A layout to be kept, so that one that was damaged, or is of something else, is told from it:
/// Qt believes what it is given.
QByteArray sealed(const QByteArray &state);
std::optional<QByteArray> unsealed(const QByteArray &sealedState);

} // namespace inceptoscope
