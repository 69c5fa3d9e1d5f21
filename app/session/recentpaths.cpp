#include "session/recentpaths.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace inceptoscope {

namespace {

constexpr int mostRecent = 10;
constexpr int mostAtOnce = 3;
const QString key = QStringLiteral("window/recent");

} // namespace

QStringList recentPaths()
{
    return QSettings().value(key).toStringList();
}

void rememberOpened(const QStringList &paths)
{
    QStringList opened = paths;
    if (opened.size() > mostAtOnce)
        opened = {QFileInfo(opened.constFirst()).absolutePath()};
    QStringList recent = recentPaths();
    for (const QString &path : std::as_const(opened)) {
        const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
        recent.removeAll(absolute);
        recent.prepend(absolute);
    }
    QSettings().setValue(key, QStringList(recent.mid(0, mostRecent)));
}

void forgetRecentPaths()
{
    QSettings().remove(key);
}

} // namespace inceptoscope
