#pragma once

#include "graph/error.h"

#include <QString>
#include <QStringList>

namespace inceptoscope {

/// What there is to train on in a folder.
struct DataSurvey
{
    enum class Kind { Folders, SplitFolders, Idx, Cifar };

    QString folder;
    Kind kind = Kind::Folders;
    int classes = 0;
    int train = 0; ///< photos
    int validation = 0;
    int width = 0; ///< of every picture, pixels; 0: photos of any size
    int height = 0;

    bool operator==(const DataSurvey &) const = default;
};

/// Reads as much as training would before its first photo: lists folders, reads the whole of IDX
/// and CIFAR files. Blocks on the disk, so call it from a worker. The error is a sentence.
Expected<DataSurvey> surveyData(const QString &folder);

/// "10 classes in IDX files: 60,000 pictures of 28×28 to train and 10,000 to validate."
QString dataText(const DataSurvey &survey);

/// Of the side of the networks' input, for such pictures, pixels.
int readyInputSize(const DataSurvey &survey);
/// For so many pictures.
int readyEpochs(const DataSurvey &survey);

/// Debian's dataset-fashion-mnist, or nothing where it is not installed. Asks the disk.
QString fashionMnistFolder();

} // namespace inceptoscope
