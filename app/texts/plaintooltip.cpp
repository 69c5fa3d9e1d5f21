#include "texts/plaintooltip.h"

#include <QTextDocument>

namespace inceptoscope {

QString plainToolTip(const QString &text)
{
    // Only rich text wraps.
    return Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}

} // namespace inceptoscope
