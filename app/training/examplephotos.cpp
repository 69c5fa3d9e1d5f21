#include "training/examplephotos.h"

#include "checkpoint/modelfile.h"
#include "images/shownname.h"
#include "training/trainingdata.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QImage>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int mostExamples = 10;

/// The first of the class; nothing where none validates.
template<typename Photo> const Photo *firstOf(int label, const std::vector<Photo> &photos)
{
    const auto found = std::ranges::find(photos, label, &Photo::label);
    return found == photos.end() ? nullptr : &*found;
}

Expected<QString> saved(const TrainingPhoto &photo, const QDir &folder, const std::string &name)
{
    const RgbImage &image = photo.image;
    const QImage picture(image.pixels.data(), image.width, image.height, qsizetype{3} * image.width,
                         QImage::Format_RGB888);
    QString path =
        folder.filePath(QString::fromStdString(modelIdFor(name)) + QStringLiteral(".png"));
    if (!folder.mkpath(QStringLiteral(".")) || !picture.save(path))
        return failure(QCoreApplication::translate("ExamplePhotos", "%1 cannot be written")
                           .arg(shownName(path))
                           .toStdString());
    return path;
}

Expected<QStringList> examples(const ImageFolders &folders, int classes, const QDir &)
{
    QStringList paths;
    for (int label = 0; label < classes; ++label) {
        if (const LabelledPhoto *photo = firstOf(label, folders.validation))
            paths += QFile::decodeName(photo->path.c_str());
    }
    return paths;
}

Expected<QStringList> examples(const PictureSet &set, int classes, const QDir &folder)
{
    QStringList paths;
    for (int label = 0; label < classes; ++label) {
        const TrainingPhoto *photo = firstOf(label, set.validation);
        if (!photo)
            continue;
        const auto path = saved(*photo, folder, set.classes[static_cast<std::size_t>(label)]);
        if (!path)
            return tl::unexpected(path.error());
        paths += *path;
    }
    return paths;
}

} // namespace

Expected<QStringList> examplePhotos(const TrainingFolder &training)
{
    Split split;
    split.seed = static_cast<std::uint64_t>(training.choice.seed); // as the run's
    const auto data =
        openTrainingData(QFile::encodeName(training.choice.data).toStdString(), split);
    if (!data)
        return tl::unexpected(data.error());
    const int classes = std::min(mostExamples, static_cast<int>(classesOf(*data).size()));
    const QDir folder(training.path + QStringLiteral("/photos"));
    return std::visit([&](const auto &found) { return examples(found, classes, folder); }, *data);
}

} // namespace inceptoscope
