#include "folders/foldertally.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

int ConfusionMatrix::count(int truth, int answer) const
{
    const auto found = counts.find({truth, answer});
    return found == counts.end() ? 0 : found->second;
}

int ConfusionMatrix::photosOf(int truth) const
{
    int photos = 0;
    for (auto cell = counts.lower_bound({truth, 0});
         cell != counts.end() && cell->first.first == truth; ++cell)
        photos += cell->second;
    return photos;
}

static void insertOnce(std::vector<int> &sorted, int value)
{
    const auto place = std::ranges::lower_bound(sorted, value);
    if (place == sorted.end() || *place != value)
        sorted.insert(place, value);
}

void FolderTally::add(const FolderRow &row)
{
    constexpr int lastOfTop5 = 5;
    ++m_photos;
    m_unreadable += row.isRead() ? 0 : 1;
    if (row.truth < 0 && row.name.contains(u'/'))
        m_unmatched.insert(row.name.left(row.name.lastIndexOf(u'/')));
    if (!row.isJudged())
        return;
    ++m_judged;
    m_top1 += row.rank == 1 ? 1 : 0;
    m_top5 += row.rank <= lastOfTop5 ? 1 : 0;
    insertOnce(m_confusion.truths, row.truth);
    insertOnce(m_confusion.answers, row.top);
    ++m_confusion.counts[{row.truth, row.top}];
}

ShareInterval confidenceInterval(int hits, int all)
{
    if (all <= 0)
        return {};
    constexpr double z = 1.959963984540054; // of the normal distribution, 97.5 %
    const double n = all;
    const double share = hits / n;
    const double middle = share + z * z / (2.0 * n);
    const double reach = z * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n));
    const double whole = 1.0 + z * z / n;
    return {std::max(0.0, (middle - reach) / whole), std::min(1.0, (middle + reach) / whole)};
}

} // namespace inceptoscope
