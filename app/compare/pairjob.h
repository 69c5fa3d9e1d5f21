#pragma once

#include "folders/batchedphotojob.h"

namespace inceptoscope {

/// The classes of two networks in one list, those of A first. Of equal names, whatever their case,
/// the first stands for all.
struct MergedClasses
{
    QStringList labels;
    std::vector<int> ofA; ///< place in the list of each class of A
    std::vector<int> ofB;
};

MergedClasses mergedClasses(const QStringList &ofA, const QStringList &ofB);

/// The photos below some folders on their way through two networks, A and B, each of whose answers
/// is held against the names of the folders. In its rows the other answer is B's. The engine that
/// is lent runs B.
class PairJob : public BatchedPhotoJob
{
public:
    PairJob(QStringList folders, FolderSettings a, FolderSettings b, Listener listener);

private:
    Classes classesOf(const std::vector<Labels> &labels) override;
};

} // namespace inceptoscope
