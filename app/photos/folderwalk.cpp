#include "photos/folderwalk.h"

#include "async/diskworkers.h"
#include "images/imagedecoder.h"
#include "images/shownname.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int deepestFolder = 64;

bool isFolder(const QString &path)
{
    return askDisk([&] { return QFileInfo(path).isDir(); });
}

class FolderWalk
{
public:
    FolderWalk(std::stop_token stop, const PathFound &found)
        : m_stop(std::move(stop))
        , m_found(found)
    {
    }

    /// What there is to tell about the folder; empty where all is well.
    QString walk(const QString &folder)
    {
        const QString name = QFileInfo(QDir::cleanPath(folder)).fileName();
        const QString shown = shownName(name.isEmpty() ? folder : name);
        m_count = 0;
        m_visited.clear();
        if (!askDisk([&] { return QDir(folder).isReadable(); }))
            return shown
                + QStringLiteral(" cannot be opened: you have no permission to list this folder");
        visit(folder, 0);
        if (m_count >= mostPicturesOfAFolder) {
            return QStringLiteral("%1 has more than %2 pictures; the first %2 are taken, open the "
                                  "others in parts")
                .arg(shown, QString::number(mostPicturesOfAFolder));
        }
        if (m_count == 0 && !m_stop.stop_requested())
            return shown
                + QStringLiteral(
                       " has no pictures in it; choose a folder with JPEG, PNG or other photos");
        return {};
    }

private:
    bool done() const { return m_count >= mostPicturesOfAFolder || m_stop.stop_requested(); }

    void visit(const QString &folder, int depth)
    {
        const QString canonical = askDisk([&] { return QFileInfo(folder).canonicalFilePath(); });
        if (depth > deepestFolder || m_visited.contains(canonical))
            return;
        m_visited.insert(canonical);
        for (const QString &name : askDisk([&] { return names(folder); })) {
            if (done())
                return;
            const QString path = QDir(folder).filePath(name);
            if (isFolder(path))
                visit(path, depth + 1);
            else if (isPictureFile(path))
                report(path);
        }
    }

    QStringList names(const QString &folder) const
    {
        QStringList names;
        QDirIterator entries(folder, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
        while (entries.hasNext() && !m_stop.stop_requested()) {
            entries.next();
            names += entries.fileName();
        }
        std::sort(names.begin(), names.end());
        return names;
    }

    void report(const QString &path)
    {
        ++m_count;
        m_found(path);
    }

    std::stop_token m_stop;
    const PathFound &m_found;
    int m_count = 0;
    QSet<QString> m_visited;
};

} // namespace

QStringList walkPictures(const QStringList &paths, std::stop_token stop, const PathFound &found)
{
    QStringList problems;
    FolderWalk walk(stop, found);
    for (const QString &path : paths) {
        if (stop.stop_requested())
            break;
        if (!isFolder(path))
            found(path);
        else if (const QString problem = walk.walk(path); !problem.isEmpty())
            problems += problem;
    }
    return problems;
}

} // namespace inceptoscope
