#pragma once

#include <QByteArray>
#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>

namespace inceptoscope {
Q_NAMESPACE

enum class PhotoState {
    Waiting, ///< for its turn to be read
    Loading,
    Ready,
    Failed,
};
Q_ENUM_NS(PhotoState)

/// Where a photo's pixels come from: a file, or what was pasted or dropped without one.
struct PhotoSource
{
    QString path; ///< empty where there is no file
    QString name; ///< of one line: the file's name, or "pasted picture 2"
    QByteArray bytes; ///< an encoded picture, where there is no file
    QImage pixels; ///< as pasted; given up for `bytes` after the first load
};

struct Photo
{
    int id = 0; ///< never used again
    PhotoSource source;
    PhotoState state = PhotoState::Waiting;
    QString message; ///< why it failed
    QSize size; ///< of the whole picture, pixels
    QByteArray thumbnail; ///< JPEG
    QString topLabel;
    double topProbability = 0.0; ///< 0 to 1
};

} // namespace inceptoscope
