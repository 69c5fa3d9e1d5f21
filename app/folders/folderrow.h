#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace inceptoscope {

/// What one network says of a photo of a folder. Classes are places in the run's list of labels.
struct FolderAnswer
{
    int top = -1; ///< the most probable class; -1: the photo could not be read
    double confidence = 0.0; ///< of that class, 0 to 1
    int truth = -1; ///< the network's class that the photo's folder is named after; -1: none
    int rank = 0; ///< of that class among all by probability, from 1; 0: there is none

    /// Whether it can be told right from wrong.
    bool isJudged() const { return top >= 0 && truth >= 0; }
    bool isWrong() const { return isJudged() && rank != 1; }

    bool operator==(const FolderAnswer &) const = default;
};

/// What became of one photo of a folder: the answer of the network, or of the first of two.
struct FolderRow : FolderAnswer
{
    QString path;
    QString name; ///< relative to the folder that was opened
    std::optional<FolderAnswer> other{}; ///< of the second network, where there are two
    double decodeMilliseconds = 0.0;
    double preprocessMilliseconds = 0.0;
    double forwardMilliseconds = 0.0;
    QString error{}; ///< a sentence, where the photo could not be read

    bool isRead() const { return top >= 0; }
    /// Whether there are two answers to be held against each other.
    bool isCompared() const { return isRead() && other; }
    bool isDisputed() const { return isCompared() && other->top != top; }
    /// What the folder is named after, by the network or else by the second one.
    int folderClass() const { return truth >= 0 || !other ? truth : other->truth; }
    double milliseconds() const
    {
        return decodeMilliseconds + preprocessMilliseconds + forwardMilliseconds;
    }

    bool operator==(const FolderRow &) const = default;
};

/// Rows that came together, in the order of the walk. Immutable and shared.
using FolderRows = std::shared_ptr<const std::vector<FolderRow>>;

/// The names of a network's classes, one a class.
inline QString labelOf(const QStringList &labels, int index)
{
    return index < 0 ? QString() : labels.value(index);
}

} // namespace inceptoscope
