#include "curves/curvevalues.h"

#include "checkpoint/atomicfile.h"
#include "folders/foldercsv.h"

#include <QCoreApplication>
#include <QFile>

#include <fmt/format.h>
#include <iterator>
#include <limits>

namespace inceptoscope {

namespace {

constexpr std::size_t pieceBytes = 1 << 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("CurveValues", text);
}

/// What there is beside the value, of any curve.
struct Columns
{
    bool logged = false;
    bool spread = false;
};

Columns columnsOf(const CurveSet &curves)
{
    Columns columns;
    for (const CurveSeries &series : curves.series) {
        columns.logged |= !series.raw.empty();
        columns.spread |= !series.low.empty();
    }
    return columns;
}

std::string headOf(const CurveSet &curves, const Columns &columns)
{
    const QString place = curves.axis == CurveAxis::Wall
        ? tr("%1 (seconds since 1970)").arg(curves.xTitle)
        : curves.xTitle;
    QStringList fields{tr("curve"), place, curves.yTitle};
    if (columns.logged)
        fields += tr("as logged");
    if (columns.spread && curves.band == SpreadBand::Deviation)
        fields += {tr("mean − s.d."), tr("mean + s.d.")};
    else if (columns.spread)
        fields += {tr("lowest"), tr("highest")};
    for (QString &each : fields)
        each = csvField(each);
    return (fields.join(u',') + QStringLiteral("\r\n")).toStdString();
}

/// Of a curve with the same places; empty where there is none.
void addNumber(std::string &text, const Curve &curve, std::size_t index)
{
    text += ',';
    if (!curve.empty())
        fmt::format_to(std::back_inserter(text), "{}", curve.y(index));
}

/// Writes large pieces; the disk is asked seldom.
class PieceWriter
{
public:
    PieceWriter(AtomicFile &file, std::string head, const std::stop_token &stop)
        : m_file(file)
        , m_stop(stop)
        , m_text(std::move(head))
    {
    }

    std::string &text() { return m_text; }
    Expected<void> writeIfLarge()
    {
        return m_text.size() < pieceBytes ? Expected<void>() : write();
    }
    Expected<void> write()
    {
        if (m_stop.stop_requested())
            return failure("cancelled");
        const auto written = m_file.write(std::string_view(m_text));
        m_text.clear();
        return written;
    }

private:
    AtomicFile &m_file;
    const std::stop_token &m_stop;
    std::string m_text;
};

Expected<std::size_t> writePoints(PieceWriter &writer, const CurveSeries &series,
                                  const Columns &columns, const CurveRanges &ranges)
{
    const std::string label = csvField(series.label).toStdString();
    const std::size_t first = series.points.firstFrom(ranges.xFrom);
    const std::size_t last = series.points.firstFrom(
        std::nextafter(ranges.xTo, std::numeric_limits<double>::infinity()));
    for (std::size_t i = first; i < last; ++i) {
        std::string &text = writer.text();
        fmt::format_to(std::back_inserter(text), "{},{}", label, series.points.x(i));
        addNumber(text, series.points, i);
        if (columns.logged)
            addNumber(text, series.raw, i);
        if (columns.spread) {
            addNumber(text, series.low, i);
            addNumber(text, series.high, i);
        }
        text += "\r\n";
        if (const auto written = writer.writeIfLarge(); !written)
            return tl::unexpected(written.error());
    }
    return last - first;
}

} // namespace

Expected<std::size_t> writeCurveValues(const CurveSet &curves, const CurveRanges &ranges,
                                       const QString &path, const std::stop_token &stop)
{
    auto file = AtomicFile::create(QFile::encodeName(path).toStdString());
    if (!file)
        return tl::unexpected(file.error());
    const Columns columns = columnsOf(curves);
    PieceWriter writer(*file, headOf(curves, columns), stop);
    std::size_t count = 0;
    for (const CurveSeries &series : curves.series) {
        const auto written = writePoints(writer, series, columns, ranges);
        if (!written)
            return written;
        count += *written;
    }
    return writer.write().and_then([&] { return file->commit(); }).map([&] { return count; });
}

} // namespace inceptoscope
