#include "folders/folderjob.h"

#include <numeric>
#include <utility>

namespace inceptoscope {

FolderJob::FolderJob(QStringList folders, FolderSettings settings, Listener listener)
    : BatchedPhotoJob(std::move(folders), {std::move(settings)}, std::move(listener))
{
}

BatchedPhotoJob::Classes FolderJob::classesOf(const std::vector<Labels> &labels)
{
    std::vector<int> places(labels.front().size());
    std::iota(places.begin(), places.end(), 0);
    return {namesOf(labels.front()), {places}};
}

} // namespace inceptoscope
