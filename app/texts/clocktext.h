#pragma once

#include <QString>

namespace inceptoscope {

/// A time to come or gone: "0:29", "12:05", "1:02:03".
QString clockText(double seconds);

} // namespace inceptoscope
