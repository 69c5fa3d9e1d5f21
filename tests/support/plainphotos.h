#pragma once

#include <QColor>
#include <QDir>
#include <QFileInfo>
#include <QImage>

#include <filesystem>
#include <string>

namespace inceptoscope::test {

inline QImage plainPicture(const QSize &size, const QColor &colour)
{
    QImage picture(size, QImage::Format_RGB32);
    picture.fill(colour);
    return picture;
}

/// Of 16 MB. With four bytes a pixel, which scaling takes, its lines would have more than there is
/// room for in any machine.
inline QImage unscalablePicture()
{
    QImage picture(1 << 27, 1, QImage::Format_Mono);
    picture.fill(0);
    return picture;
}

inline QString pathIn(const std::filesystem::path &folder, const QString &name = {})
{
    return QString::fromStdString((folder / name.toStdString()).string());
}

/// Saves a photo of one colour and returns its path; `name` may have folders in it, which are made.
inline QString savePlainPhoto(const std::filesystem::path &folder, const QString &name,
                              const QColor &colour)
{
    const QString path = pathIn(folder, name);
    if (!QDir().mkpath(QFileInfo(path).path()) || !plainPicture({120, 100}, colour).save(path))
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

/// A new folder in which the same photo stands so many times, named by numbers in their order from
/// 10000 on.
inline void repeatPhoto(const std::filesystem::path &photo, const std::filesystem::path &folder,
                        int times)
{
    std::filesystem::create_directories(folder);
    for (int i = 0; i < times; ++i)
        std::filesystem::create_symlink(photo, folder / (std::to_string(10'000 + i) + ".png"));
}

} // namespace inceptoscope::test
