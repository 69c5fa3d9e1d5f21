#pragma once

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace inceptoscope {

/// What became of one photo of a folder.
struct FolderRow
{
    QString path;
    QString name; ///< relative to the folder that was opened
    int top = -1; ///< index of the most probable class; -1: the photo could not be read
    double confidence = 0.0; ///< of that class, 0 to 1
    int truth = -1; ///< index of the class that the photo's folder is named after; -1: none
    std::optional<double> otherConfidence{}; ///< of `truth`, where another network answers that
    int rank = 0; ///< of that class among all by probability, from 1; 0: not known
    double decodeMilliseconds = 0.0;
    double preprocessMilliseconds = 0.0;
    double forwardMilliseconds = 0.0;
    QString error{}; ///< a sentence, where the photo could not be read

    bool isRead() const { return top >= 0; }
    /// Whether it can be told right from wrong.
    bool isJudged() const { return isRead() && truth >= 0; }
    bool isWrong() const { return isJudged() && top != truth; }
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
