#include "training/datasurvey.h"

#include "images/shownname.h"
#include "texts/numbertext.h"
#include "training/cifarfiles.h"
#include "training/idxfiles.h"
#include "training/trainingdata.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <variant>

namespace inceptoscope {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DataSurvey", text);
}

/// Pictures of CIFAR and MNIST are enlarged: to no more than the networks need to work.
constexpr int smallInput = 80;
constexpr int photoInput = 128;
constexpr int fewPhotos = 20'000;

DataSurvey surveyOf(const ImageFolders &folders)
{
    DataSurvey survey;
    survey.kind = folders.split ? DataSurvey::Kind::SplitFolders : DataSurvey::Kind::Folders;
    survey.classes = static_cast<int>(folders.classes.size());
    survey.train = static_cast<int>(folders.train.size());
    survey.validation = static_cast<int>(folders.validation.size());
    return survey;
}

DataSurvey surveyOf(const PictureSet &set)
{
    DataSurvey survey;
    survey.classes = static_cast<int>(set.classes.size());
    survey.train = static_cast<int>(set.train.size());
    survey.validation = static_cast<int>(set.validation.size());
    survey.width = set.train.front().image.width;
    survey.height = set.train.front().image.height;
    return survey;
}

} // namespace

Expected<DataSurvey> surveyData(const QString &folder)
{
    const std::filesystem::path path = QFile::encodeName(folder).toStdString();
    const auto data = openTrainingData(path, {});
    if (!data)
        return tl::unexpected(data.error());
    DataSurvey survey = std::visit([](const auto &found) { return surveyOf(found); }, *data);
    if (std::holds_alternative<PictureSet>(*data))
        survey.kind = holdsIdxFiles(path) ? DataSurvey::Kind::Idx : DataSurvey::Kind::Cifar;
    survey.folder = folder;
    return survey;
}

QString dataText(const DataSurvey &survey)
{
    const QString train = groupedNumber(survey.train);
    const QString validation = groupedNumber(survey.validation);
    const QString classes = QString::number(survey.classes);
    switch (survey.kind) {
    case DataSurvey::Kind::Folders:
        return tr("%1 classes in train/ and val/: %2 photos to train and %3 to validate.")
            .arg(classes, train, validation);
    case DataSurvey::Kind::SplitFolders:
        return tr("%1 class folders: %2 photos to train and %3, drawn from each class, to "
                  "validate.")
            .arg(classes, train, validation);
    default:
        return tr("%1 classes in %2 files: %3 pictures of %4×%5 to train and %6 to validate.")
            .arg(classes, survey.kind == DataSurvey::Kind::Idx ? tr("IDX") : tr("CIFAR"), train,
                 QString::number(survey.width), QString::number(survey.height), validation);
    }
}

int readyInputSize(const DataSurvey &survey)
{
    return survey.width > 0 ? smallInput : photoInput;
}

int readyEpochs(const DataSurvey &survey)
{
    constexpr int many = 20;
    constexpr int few = 5;
    return survey.train > fewPhotos ? few : many;
}

QString fashionMnistFolder()
{
    const QString folder = QStringLiteral("/usr/share/datasets/fashion-mnist");
    return QFileInfo(folder).isDir() ? folder : QString();
}

} // namespace inceptoscope
