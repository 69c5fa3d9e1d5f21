#include "render/mapexport.h"

#include "async/whendone.h"
#include "checkpoint/atomicfile.h"
#include "checkpoint/npy.h"
#include "files/savebytes.h"
#include "graph/networkgraph.h"
#include "images/shownname.h"

#include <QBuffer>
#include <QClipboard>
#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QImageWriter>
#include <QtConcurrent>

#include <array>
#include <fmt/format.h>
#include <iterator>

namespace inceptoscope {

namespace {

QString sizeText(const QImage &image)
{
    return QStringLiteral("%1 × %2").arg(image.width()).arg(image.height());
}

Expected<QString> drawAndSave(const QString &path, const Activation &activation,
                              const SheetOptions &options)
{
    const QImage sheet = sheetImage(activation, options);
    return writePng(path, sheet).map([&] {
        return MapExport::tr("Saved %1, %2 pixels.").arg(shownName(path), sizeText(sheet));
    });
}

Expected<QString> saveValues(const QString &path, const Activation &activation)
{
    const GridShape &shape = activation.shape;
    const std::array<std::int64_t, 3> extents{shape.channels, shape.height, shape.width};
    return writeNpy(QFile::encodeName(path).toStdString(), activation.all(), extents).map([&] {
        return MapExport::tr("Saved %1, float32 values of shape (%2, %3, %4).")
            .arg(shownName(path))
            .arg(shape.channels)
            .arg(shape.height)
            .arg(shape.width);
    });
}

/// The shortest digits that give the same float back; "nan" and "inf" as other programs write them.
std::string linesOf(const Activation &activation, int channel)
{
    std::string lines;
    const auto values = activation.channel(channel);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto width = static_cast<std::size_t>(activation.shape.width);
        fmt::format_to(std::back_inserter(lines), "{},{},{},{}\n", channel, i / width, i % width,
                       values[i]);
    }
    return lines;
}

Expected<QString> saveTable(const QString &path, const Activation &activation)
{
    auto file = AtomicFile::create(QFile::encodeName(path).toStdString());
    if (!file)
        return tl::unexpected(file.error());
    Expected<void> written = file->write("channel,row,column,value\n");
    for (int channel = 0; channel < activation.shape.channels && written; ++channel)
        written = file->write(linesOf(activation, channel));
    if (written)
        written = file->commit();
    return written.map([&] {
        return MapExport::tr("Saved %1, a line for each of %2 values.")
            .arg(shownName(path))
            .arg(activation.all().size());
    });
}

} // namespace

Expected<void> writePng(const QString &path, const QImage &image)
{
    QBuffer bytes;
    QImageWriter writer(&bytes, "png");
    if (!writer.write(image))
        return failure(MapExport::tr("%1 cannot be written: %2")
                           .arg(shownName(path), writer.errorString())
                           .toStdString());
    return saveBytes(path, bytes.data());
}

void MapExport::copySheet(const Activation &activation, const SheetOptions &options)
{
    whenDone(this, QtConcurrent::run([=] { return sheetImage(activation, options); }),
             [this](const QImage &sheet) {
                 QGuiApplication::clipboard()->setImage(sheet);
                 emit finished(
                     tr("Copied all maps as a picture of %1 pixels.").arg(sizeText(sheet)));
             });
}

void MapExport::savePng(const QString &path, const Activation &activation,
                        const SheetOptions &options)
{
    whenDone(this, QtConcurrent::run([=] { return drawAndSave(path, activation, options); }),
             [this](const Expected<QString> &result) { report(result); });
}

void MapExport::saveNpy(const QString &path, const Activation &activation)
{
    whenDone(this, QtConcurrent::run([=] { return saveValues(path, activation); }),
             [this](const Expected<QString> &result) { report(result); });
}

void MapExport::saveCsv(const QString &path, const Activation &activation)
{
    whenDone(this, QtConcurrent::run([=] { return saveTable(path, activation); }),
             [this](const Expected<QString> &result) { report(result); });
}

void MapExport::report(const Expected<QString> &result)
{
    if (result)
        emit finished(*result);
    else
        emit failed(QString::fromStdString(result.error().message));
}

} // namespace inceptoscope
