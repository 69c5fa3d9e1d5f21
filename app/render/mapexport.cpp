#include "render/mapexport.h"

#include "async/outcome.h"
#include "checkpoint/atomicfile.h"
#include "checkpoint/npy.h"
#include "files/savebytes.h"
#include "graph/networkgraph.h"
#include "images/shownname.h"

#include <QBuffer>
#include <QClipboard>
#include <QFile>
#include <QFutureWatcher>
#include <QGuiApplication>
#include <QImageWriter>
#include <QPromise>
#include <QtConcurrentRun>

#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <vector>

namespace inceptoscope {

/// What came of it, in a sentence.
struct MapExport::Saved
{
    QString sentence;
    QImage clipboard{}; ///< for it, where it is not null
};

namespace {

using Saved = MapExport::Saved;

/// What a worker is given beside the values: where it tells how far it is, and whether to go on.
struct Control
{
    std::stop_token stop;
    std::function<void(double fraction)> tell;
};

QString sizeText(const QImage &image)
{
    return QStringLiteral("%1 × %2").arg(image.width()).arg(image.height());
}

Expected<void> stillWanted(const std::stop_token &stop)
{
    if (stop.stop_requested())
        return failure(MapExport::tr("Cancelled; nothing was written.").toStdString());
    return {};
}

template<typename Picture>
Expected<Saved> drawAndSave(const QString &path, const Picture &picture, const Control &control)
{
    const QImage image = drawn(picture);
    control.tell(0.5);
    return stillWanted(control.stop).and_then([&] { return writePng(path, image); }).map([&] {
        return Saved{MapExport::tr("Saved %1, %2 pixels.").arg(shownName(path), sizeText(image))};
    });
}

std::span<const float> wantedValues(const MapValues &values)
{
    return values.channel ? values.activation.channel(*values.channel) : values.activation.all();
}

std::vector<std::int64_t> extentsOf(const MapValues &values)
{
    const GridShape &shape = values.activation.shape;
    if (values.channel)
        return {shape.height, shape.width};
    return {shape.channels, shape.height, shape.width};
}

Expected<Saved> saveArray(const QString &path, std::span<const float> values,
                          const std::vector<std::int64_t> &extents, const Control &control)
{
    QStringList numbers;
    for (const std::int64_t extent : extents)
        numbers += QString::number(extent);
    return stillWanted(control.stop)
        .and_then([&] { return writeNpy(QFile::encodeName(path).toStdString(), values, extents); })
        .map([&] {
            return Saved{MapExport::tr("Saved %1, float32 values of shape (%2).")
                             .arg(shownName(path), numbers.join(QStringLiteral(", ")))};
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

Expected<Saved> saveTable(const QString &path, const MapValues &values, const Control &control)
{
    auto file = AtomicFile::create(QFile::encodeName(path).toStdString());
    if (!file)
        return tl::unexpected(file.error());
    const int first = values.channel.value_or(0);
    const int end = values.channel ? first + 1 : values.activation.shape.channels;
    Expected<void> written = file->write("channel,row,column,value\n");
    for (int channel = first; channel < end && written; ++channel) {
        written = stillWanted(control.stop).and_then([&] {
            return file->write(linesOf(values.activation, channel));
        });
        control.tell(static_cast<double>(channel + 1 - first) / (end - first));
    }
    if (written)
        written = file->commit();
    return written.map([&] {
        return Saved{MapExport::tr("Saved %1, a line for each of %2 values.")
                         .arg(shownName(path))
                         .arg(wantedValues(values).size())};
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

MapExport::MapExport(QObject *parent)
    : QObject(parent)
{
}

MapExport::~MapExport()
{
    m_stop.request_stop();
}

template<typename Work> void MapExport::run(const QString &sentence, Work work)
{
    ++m_running;
    emit started(sentence);
    auto *watcher = new QFutureWatcher<Expected<Saved>>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this,
            [this](int percent) { emit progressChanged(percent / 100.0); });
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        report(outcomeOf([watcher] { return watcher->result(); }));
    });
    watcher->setFuture(
        QtConcurrent::run([work, stop = m_stop.get_token()](QPromise<Expected<Saved>> &promise) {
            promise.setProgressRange(0, 100);
            promise.addResult(work(Control{stop, [&promise](double fraction) {
                                               promise.setProgressValue(qRound(fraction * 100.0));
                                           }}));
        }));
}

static QString savingText(const QString &path)
{
    return MapExport::tr("Saving %1…").arg(shownName(path));
}

template<typename Picture> void MapExport::copyDrawn(const Picture &picture)
{
    run(tr("Copying…"), [picture](const Control &control) -> Expected<Saved> {
        const QImage image = drawn(picture);
        if (image.isNull())
            return failure(tr("There is nothing to copy.").toStdString());
        return stillWanted(control.stop).map([&] {
            return Saved{tr("Copied a picture of %1 pixels.").arg(sizeText(image)), image};
        });
    });
}

void MapExport::copy(const MapPicture &picture)
{
    copyDrawn(picture);
}

void MapExport::copy(const FilterPicture &picture)
{
    copyDrawn(picture);
}

void MapExport::savePng(const QString &path, const FilterPicture &picture)
{
    run(savingText(path),
        [=](const Control &control) { return drawAndSave(path, picture, control); });
}

void MapExport::savePng(const QString &path, const MapPicture &picture)
{
    run(savingText(path),
        [=](const Control &control) { return drawAndSave(path, picture, control); });
}

void MapExport::saveNpy(const QString &path, const MapValues &values)
{
    run(savingText(path), [=](const Control &control) {
        return saveArray(path, wantedValues(values), extentsOf(values), control);
    });
}

void MapExport::saveNpy(const QString &path, const FilterSetPtr &filters)
{
    run(savingText(path), [=](const Control &control) {
        return saveArray(
            path, filters->values,
            {filters->filters, filters->inputs, filters->kernel.height, filters->kernel.width},
            control);
    });
}

void MapExport::saveCsv(const QString &path, const MapValues &values)
{
    run(savingText(path), [=](const Control &control) { return saveTable(path, values, control); });
}

void MapExport::cancel()
{
    m_stop.request_stop();
    m_stop = {}; // for what is asked from now on
}

void MapExport::report(const Expected<Saved> &result)
{
    --m_running;
    if (!result) {
        emit failed(QString::fromStdString(result.error().message));
        return;
    }
    if (!result->clipboard.isNull())
        QGuiApplication::clipboard()->setImage(result->clipboard);
    emit finished(result->sentence);
}

} // namespace inceptoscope
