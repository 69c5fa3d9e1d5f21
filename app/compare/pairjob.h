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

/// The photos below some folders on their way through two networks, A and B. In its rows the answer
/// is A's, and the class that it is held against is B's: rows that are "wrong" are those where they
/// disagree. The engine that is lent runs B.
class PairJob : public BatchedPhotoJob
{
public:
    PairJob(QStringList folders, FolderSettings a, FolderSettings b, Listener listener);

private:
    Classes classesOf(const std::vector<Labels> &labels) override;
    void addAnswers(FolderRow &row, const Answers &answers) const override;

    MergedClasses m_merged;
};

} // namespace inceptoscope
