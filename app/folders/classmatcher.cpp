#include "folders/classmatcher.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace inceptoscope {

static QString folded(QString name)
{
    return name.replace(u'_', u' ').replace(u'-', u' ').simplified().toCaseFolded();
}

/// Of equal names the first one counts.
static void putOnce(QHash<QString, int> &names, const QString &name, int index)
{
    if (!name.isEmpty() && !names.contains(name))
        names.insert(name, index);
}

ClassMatcher::ClassMatcher(const Labels &labels)
    : m_classes(static_cast<int>(labels.size()))
{
    for (int i = 0; i < m_classes; ++i) {
        const QString label = QString::fromStdString(labels[static_cast<std::size_t>(i)]);
        putOnce(m_exact, label, i);
        putOnce(m_folded, folded(label), i);
    }
    // After the whole labels, which come before what is only a part of others.
    for (int i = 0; i < m_classes; ++i) {
        const QString label = QString::fromStdString(labels[static_cast<std::size_t>(i)]);
        m_names << folded(label.section(u',', 0, 0));
        putOnce(m_folded, m_names.constLast(), i);
    }
}

int ClassMatcher::match(const QString &folder) const
{
    if (const auto found = m_exact.constFind(folder); found != m_exact.cend())
        return *found;
    if (const auto found = m_folded.constFind(folded(folder)); found != m_folded.cend())
        return *found;
    const int index = bySynset(folder);
    return index >= 0 ? index : byIndex(folder);
}

/// By what ImageNet calls the class, which other networks may know at another place; else, where
/// the labels are unknown, by its place in ImageNet, after "background" where there is that.
int ClassMatcher::bySynset(const QString &folder) const
{
    const Labels &ids = imagenetSynsets();
    const auto found = std::ranges::lower_bound(ids, folder.toStdString());
    if (found == ids.end() || QString::fromStdString(*found) != folder)
        return -1;
    const auto place = static_cast<int>(found - ids.begin());
    const QString name = QString::fromStdString(imagenetLabels()[static_cast<std::size_t>(place)]);
    const int imagenet = static_cast<int>(ids.size());
    const bool hasPlaces = m_classes == imagenet || m_classes == imagenet + 1;
    const int there = hasPlaces ? place + m_classes - imagenet : -1;
    if (there >= 0 && m_names[there] == folded(name)) // "crane" is a bird and a machine
        return there;
    const auto label = m_folded.constFind(folded(name));
    return label == m_folded.cend() ? there : *label;
}

int ClassMatcher::byIndex(const QString &folder) const
{
    const bool isNumber = !folder.isEmpty() && std::ranges::all_of(folder, [](QChar character) {
        return character >= u'0' && character <= u'9';
    });
    bool fits = false;
    const int index = folder.toInt(&fits);
    return isNumber && fits && index < m_classes ? index : -1;
}

FolderClasses::FolderClasses(ClassMatcher matcher, const QStringList &roots)
    : m_matcher(std::move(matcher))
{
    for (const QString &root : roots)
        m_roots << QDir::cleanPath(root);
}

QString FolderClasses::rootOf(const QString &path) const
{
    const auto root = std::ranges::find_if(m_roots, [&](const QString &candidate) {
        return path.startsWith(candidate.endsWith(u'/') ? candidate : candidate + u'/');
    });
    return root == m_roots.end() ? QString() : *root;
}

QString FolderClasses::nameOf(const QString &path) const
{
    const QString clean = QDir::cleanPath(path);
    const QString root = rootOf(clean);
    if (root.isEmpty())
        return QFileInfo(clean).fileName();
    const QString name = QDir(root).relativeFilePath(clean);
    return m_roots.size() == 1 ? name : QFileInfo(root).fileName() + u'/' + name;
}

int FolderClasses::truthOf(const QString &path)
{
    return truthOfFolder(QFileInfo(QDir::cleanPath(path)).path());
}

int FolderClasses::truthOfFolder(const QString &folder)
{
    if (const auto known = m_known.constFind(folder); known != m_known.cend())
        return *known;
    int truth = m_matcher.match(QFileInfo(folder).fileName());
    if (truth < 0 && !m_roots.contains(folder) && !rootOf(folder).isEmpty())
        truth = truthOfFolder(QFileInfo(folder).path());
    m_known.insert(folder, truth);
    return truth;
}

} // namespace inceptoscope
