#include "resourcelocator.h"

#include <QDir>
#include <QFileInfo>

namespace inceptoscope {

/// Not QCoreApplication::applicationDirPath(): the command line asks before there is one.
static QString programFolder()
{
    return QFileInfo(QStringLiteral("/proc/self/exe")).canonicalFilePath().section(u'/', 0, -2);
}

QString resourcePath(const QString &relativePath)
{
    const QString named = qEnvironmentVariable("INCEPTOSCOPE_RESOURCES");
    const QString root =
        named.isEmpty() ? programFolder() + QStringLiteral("/../share/inceptoscope") : named;
    return QDir::cleanPath(root + u'/' + relativePath);
}

} // namespace inceptoscope
