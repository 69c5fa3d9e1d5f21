#include "explain/explanationexport.h"

#include "async/whendone.h"
#include "checkpoint/atomicfile.h"
#include "checkpoint/npy.h"
#include "explain/explanationtexts.h"
#include "images/shownname.h"
#include "networks/networktexts.h"
#include "render/mapexport.h"
#include "render/mappicture.h"
#include "render/saliencyimage.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QtConcurrentRun>

#include <array>
#include <fmt/format.h>
#include <iterator>
#include <optional>

namespace inceptoscope {

namespace {

QString sizeText(const QImage &image)
{
    return QStringLiteral("%1 × %2").arg(image.width()).arg(image.height());
}

QImage pictureOf(const Explanation &explanation, double opacity)
{
    const SaliencyMap &map = explanation.map;
    QStringList lines{ExplanationExport::tr("Why %1: %2, %3 cells")
                          .arg(className(explanation), methodName(map.method), gridText(map.grid)),
                      networkTitle(explanation.request.entry)};
    const QString nothing = nothingText(explanation);
    if (!nothing.isEmpty())
        lines << nothing;
    return explained(saliencyOver(explanation.request.answer->crop, map, opacity), lines,
                     coloursOf(map.method),
                     nothing.isEmpty() ? std::optional(scaleTextOf(map)) : std::nullopt);
}

Expected<QString> drawAndSave(const QString &path, const Explanation &explanation, double opacity)
{
    const QImage picture = pictureOf(explanation, opacity);
    return writePng(path, picture).map([&] {
        return ExplanationExport::tr("Saved %1, %2 pixels.")
            .arg(shownName(path), sizeText(picture));
    });
}

Expected<QString> saved(const Expected<void> &written, const QString &path, const SaliencyMap &map)
{
    return written.map([&] {
        return ExplanationExport::tr("Saved %1, the values of %2 cells.")
            .arg(shownName(path), gridText(map.grid));
    });
}

} // namespace

/// The shortest digits that give the same float back.
Expected<void> writeSaliencyCsv(const QString &path, const SaliencyMap &map)
{
    std::string lines = "row,column,value\n";
    const auto width = static_cast<std::size_t>(map.grid.width);
    for (std::size_t i = 0; i < map.values.size(); ++i)
        fmt::format_to(std::back_inserter(lines), "{},{},{}\n", i / width, i % width,
                       map.values[i]);
    auto file = AtomicFile::create(QFile::encodeName(path).toStdString());
    if (!file)
        return tl::unexpected(file.error());
    auto written = file->write(lines);
    return written ? file->commit() : written;
}

Expected<void> writeSaliencyNpy(const QString &path, const SaliencyMap &map)
{
    const std::array<std::int64_t, 2> extents{map.grid.height, map.grid.width};
    return writeNpy(QFile::encodeName(path).toStdString(), map.values, extents);
}

void ExplanationExport::copy(const ExplanationPtr &explanation, double opacity)
{
    whenDone(this, QtConcurrent::run([=] { return pictureOf(*explanation, opacity); }),
             [this](const Expected<QImage> &picture) {
                 if (picture)
                     QGuiApplication::clipboard()->setImage(*picture);
                 report(picture.map([](const QImage &copied) {
                     return tr("Copied the map over the photo, %1 pixels.").arg(sizeText(copied));
                 }));
             });
}

void ExplanationExport::savePng(const QString &path, const ExplanationPtr &explanation,
                                double opacity)
{
    whenDone(this, QtConcurrent::run([=] { return drawAndSave(path, *explanation, opacity); }),
             [this](const Expected<QString> &result) { report(result); });
}

void ExplanationExport::saveNpy(const QString &path, const ExplanationPtr &explanation)
{
    whenDone(this, QtConcurrent::run([=] {
                 return saved(writeSaliencyNpy(path, explanation->map), path, explanation->map);
             }),
             [this](const Expected<QString> &result) { report(result); });
}

void ExplanationExport::saveCsv(const QString &path, const ExplanationPtr &explanation)
{
    whenDone(this, QtConcurrent::run([=] {
                 return saved(writeSaliencyCsv(path, explanation->map), path, explanation->map);
             }),
             [this](const Expected<QString> &result) { report(result); });
}

void ExplanationExport::report(const Expected<QString> &result)
{
    if (result)
        emit finished(*result);
    else
        emit failed(QString::fromStdString(result.error().message));
}

} // namespace inceptoscope
