#include "folders/folderjob.h"

#include <utility>

namespace inceptoscope {

/// Of equal ones the first, as everywhere.
static int rankOf(const std::vector<float> &probabilities, int truth)
{
    const float own = probabilities[static_cast<std::size_t>(truth)];
    int rank = 1;
    for (int i = 0; i < static_cast<int>(probabilities.size()); ++i) {
        const float other = probabilities[static_cast<std::size_t>(i)];
        rank += other > own || (other == own && i < truth) ? 1 : 0;
    }
    return rank;
}

FolderJob::FolderJob(QStringList folders, FolderSettings settings, Listener listener)
    : BatchedPhotoJob(std::move(folders), {std::move(settings)}, std::move(listener))
{
}

BatchedPhotoJob::Classes FolderJob::classesOf(const std::vector<Labels> &labels)
{
    return {namesOf(labels.front()), ClassMatcher(labels.front())};
}

void FolderJob::addAnswers(FolderRow &row, const Answers &answers) const
{
    const Activations &answer = *answers.front();
    const TopAnswer top = topOf(answer);
    row.top = top.index;
    row.confidence = top.confidence;
    row.rank = row.truth < 0 ? 0 : rankOf(answer.probabilities, row.truth);
}

} // namespace inceptoscope
