#pragma once

#include "checkpoint/labels.h"

#include <QHash>
#include <QString>
#include <QStringList>

namespace inceptoscope {

/// Finds the class of a network that a folder is named after: by its label ("golf ball", also
/// golf_ball or Golf-Ball, or what stands before the first comma of a label), by its WordNet id
/// (n03445777) or by its index ("574").
class ClassMatcher
{
public:
    /// `labels` are one a class; empty ones are unknown.
    explicit ClassMatcher(const Labels &labels);

    /// Index of the class; -1 where there is none.
    int match(const QString &folder) const;

private:
    int bySynset(const QString &folder) const;
    int byIndex(const QString &folder) const;

    int m_classes;
    QStringList m_names; ///< folded, by class; of a label what stands before the first comma
    QHash<QString, int> m_exact;
    QHash<QString, int> m_folded; ///< without case, with spaces in place of _ and -
};

/// The true classes of photos below folders: that of the nearest folder that is named after one.
class FolderClasses
{
public:
    /// `roots` are the folders that were opened, whose own names count, too.
    FolderClasses(ClassMatcher matcher, const QStringList &roots);

    int truthOf(const QString &path);
    /// The photo's name relative to its root, which it begins with where there are several.
    QString nameOf(const QString &path) const;

private:
    int truthOfFolder(const QString &folder);
    /// The root that a path lies below; empty: none.
    QString rootOf(const QString &path) const;

    ClassMatcher m_matcher;
    QStringList m_roots;
    QHash<QString, int> m_known; ///< by folder
};

} // namespace inceptoscope
