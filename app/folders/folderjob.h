#pragma once

#include "folders/batchedphotojob.h"

namespace inceptoscope {

/// The photos below some folders on their way through one network, whose answers are held against
/// the names of the folders.
class FolderJob : public BatchedPhotoJob
{
public:
    FolderJob(QStringList folders, FolderSettings settings, Listener listener);

private:
    Classes classesOf(const std::vector<Labels> &labels) override;
};

} // namespace inceptoscope
