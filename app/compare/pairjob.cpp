#include "compare/pairjob.h"

#include <QHash>

#include <algorithm>
#include <iterator>
#include <utility>

namespace inceptoscope {

MergedClasses mergedClasses(const QStringList &ofA, const QStringList &ofB)
{
    MergedClasses merged;
    QHash<QString, int> places;
    const auto placeOf = [&](const QString &label) {
        const auto next = static_cast<int>(merged.labels.size());
        const auto known = places.constFind(label.toCaseFolded());
        if (known != places.constEnd())
            return *known;
        places.insert(label.toCaseFolded(), next);
        merged.labels << label;
        return next;
    };
    std::ranges::transform(ofA, std::back_inserter(merged.ofA), placeOf);
    std::ranges::transform(ofB, std::back_inserter(merged.ofB), placeOf);
    return merged;
}

PairJob::PairJob(QStringList folders, FolderSettings a, FolderSettings b, Listener listener)
    : BatchedPhotoJob(std::move(folders), {std::move(a), std::move(b)}, std::move(listener))
{
}

/// What folders are named after does not matter here.
BatchedPhotoJob::Classes PairJob::classesOf(const std::vector<Labels> &labels)
{
    m_merged = mergedClasses(namesOf(labels.front()), namesOf(labels.back()));
    return {m_merged.labels, ClassMatcher({})};
}

void PairJob::addAnswers(FolderRow &row, const Answers &answers) const
{
    const TopAnswer a = topOf(*answers.front());
    const TopAnswer b = topOf(*answers.back());
    row.top = m_merged.ofA[static_cast<std::size_t>(a.index)];
    row.confidence = a.confidence;
    row.truth = m_merged.ofB[static_cast<std::size_t>(b.index)];
    row.otherConfidence = b.confidence;
}

} // namespace inceptoscope
