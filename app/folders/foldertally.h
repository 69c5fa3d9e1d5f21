#pragma once

#include "folders/folderrow.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace inceptoscope {

/// How many photos of one class are called another.
struct ConfusionMatrix
{
    std::vector<int> truths; ///< classes of the rows: those of the folders, by rising index
    std::vector<int> answers; ///< classes of the columns: those that were answered, likewise
    std::map<std::pair<int, int>, int> counts; ///< by true class and answer; none is 0

    int count(int truth, int answer) const;
    /// Photos of that class in all.
    int photosOf(int truth) const;

    bool operator==(const ConfusionMatrix &) const = default;
};

/// How a network does on photos whose folders are named after classes. Photos that could not be
/// read count as neither right nor wrong.
class FolderTally
{
public:
    void add(const FolderRow &row);

    int photos() const { return m_photos; }
    int unreadable() const { return m_unreadable; }
    /// Those that can be told right from wrong.
    int judged() const { return m_judged; }
    int top1() const { return m_top1; } ///< right ones of them
    int top5() const { return m_top5; } ///< whose true class is among the five most probable
    /// Names, relative to what was opened, of folders whose photos belong to no class.
    const std::set<QString> &unmatched() const { return m_unmatched; }
    const ConfusionMatrix &confusion() const { return m_confusion; }

private:
    int m_photos = 0;
    int m_unreadable = 0;
    int m_judged = 0;
    int m_top1 = 0;
    int m_top5 = 0;
    std::set<QString> m_unmatched;
    ConfusionMatrix m_confusion;
};

struct ShareInterval
{
    double low = 0.0;
    double high = 1.0;
};

/// Where the true share lies with 95 % confidence if `hits` of `all` drawn by chance are hits:
/// Wilson's score interval (1927), which holds for few photos and for shares near 0 and 1, too.
ShareInterval confidenceInterval(int hits, int all);

} // namespace inceptoscope
