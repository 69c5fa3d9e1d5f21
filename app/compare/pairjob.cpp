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

BatchedPhotoJob::Classes PairJob::classesOf(const std::vector<Labels> &labels)
{
    MergedClasses merged = mergedClasses(namesOf(labels.front()), namesOf(labels.back()));
    return {merged.labels, {std::move(merged.ofA), std::move(merged.ofB)}};
}

} // namespace inceptoscope
