#pragma once

#include <QByteArray>
#include <QString>

namespace inceptoscope {

/// A picture as QSvgGenerator has written it, with that title in the place of Qt's own: Qt 6.4
/// would write it as it is, whatever signs are in it.
QByteArray withSvgTitle(QByteArray svg, const QString &title);

} // namespace inceptoscope
