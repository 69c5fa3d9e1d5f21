#include "common/svgtitle.h"

namespace inceptoscope {

QByteArray withSvgTitle(QByteArray svg, const QString &title)
{
    const QByteArray begin = "<title>";
    const qsizetype at = svg.indexOf(begin) + begin.size();
    const qsizetype end = svg.indexOf("</title>", at);
    return end < 0 ? svg : svg.replace(at, end - at, title.toHtmlEscaped().toUtf8());
}

} // namespace inceptoscope
