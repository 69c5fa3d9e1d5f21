#pragma once

#include "folders/folderrow.h"

#include <Qt>

#include <cstddef>
#include <stop_token>
#include <vector>

namespace inceptoscope {

enum FolderColumn {
    FolderPhotoColumn,
    FolderTopColumn,
    FolderConfidenceColumn,
    FolderRankColumn,
    FolderClassColumn,
    FolderTimeColumn,
    FolderColumnCount,
    /// Only where there are two networks: what the second one says.
    FolderOtherTopColumn = FolderColumnCount,
    FolderOtherConfidenceColumn,
    FolderOtherRankColumn,
    FolderAgreeColumn, ///< whether both answers are the same
    FolderPairColumnCount,
};

/// What a column tells of an answer, which is the first one's or the second one's.
struct AnswerColumn
{
    FolderAnswer answer; ///< without anything where there is no second one
    int column; ///< of those for one network
};

AnswerColumn answerColumn(const FolderRow &row, int column);

/// Which rows are listed.
struct FolderFilter
{
    enum class Show { All, Right, Wrong, Unreadable, Disputed };

    Show show = Show::All;
    QString words{}; ///< each of them is in the name, a label or the error
    int truth = -1; ///< class of the folder; -1: any
    int top = -1; ///< the answer; -1: any

    bool isEmpty() const { return *this == FolderFilter(); }
    bool operator==(const FolderFilter &) const = default;
};

struct FolderOrder
{
    int column = FolderPhotoColumn; ///< photos: in the order of the walk
    Qt::SortOrder order = Qt::AscendingOrder;

    /// Rows that come belong at the end.
    bool isArrival() const { return column == FolderPhotoColumn && order == Qt::AscendingOrder; }
    bool operator==(const FolderOrder &) const = default;
};

using FolderChunks = std::vector<FolderRows>;

/// The rows by their position in the chunks one after the other; they belong to those.
std::vector<const FolderRow *> rowsIn(const FolderChunks &chunks);

/// The same where classes have other places: those that are unknown there are not asked for.
FolderFilter withClassesOf(const FolderFilter &filter, const QStringList &before,
                           const QStringList &labels);

/// Tells rows that a filter leaves from others.
class FolderSieve
{
public:
    FolderSieve(const FolderFilter &filter, const QStringList &labels);

    bool passes(const FolderRow &row) const;

private:
    bool hasWords(const FolderRow &row) const;

    FolderFilter m_filter;
    QStringList m_words;
    QStringList m_labels; ///< folded
};

/// The rows that pass, in order: positions in the chunks one after the other. Of equal rows the one
/// that came first is first. A pure function, for a worker; ends early where `stop` is requested,
/// with anything.
std::vector<int> arrangedRows(const FolderChunks &chunks, const FolderOrder &order,
                              const FolderFilter &filter, const QStringList &labels,
                              const std::stop_token &stop = {});

} // namespace inceptoscope
