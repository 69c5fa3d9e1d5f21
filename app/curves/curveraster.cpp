#include "curves/curveraster.h"

#include "curves/inparallel.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

constexpr unsigned whole = 256; // of a pixel

/// All four parts of a colour times a share, in parts of 256.
std::uint32_t scaled(std::uint32_t colour, unsigned share)
{
    const std::uint32_t mask = 0x00ff00ff;
    return ((colour & mask) * share >> 8 & mask) | ((colour >> 8 & mask) * share & ~mask);
}

/// What a premultiplied colour leaves of what is below it.
unsigned restBelow(std::uint32_t colour)
{
    return whole - ((colour >> 24) + (colour >> 31)); // 255 counts as all
}

/// A share of a premultiplied colour over what is below it.
std::uint32_t over(std::uint32_t colour, std::uint32_t below, unsigned share)
{
    const std::uint32_t source = scaled(colour, share);
    return source + scaled(below, restBelow(source));
}

/// Columns of a picture, each of them in one piece: a curve is drawn up and down.
class ColumnCanvas
{
public:
    ColumnCanvas(int columns, int rows)
        : m_rows(rows)
        , m_pixels(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows))
    {
    }

    void fill(std::size_t column, double top, double bottom, std::uint32_t colour)
    {
        top = std::max(top, 0.0);
        bottom = std::min(bottom, double(m_rows));
        if (top >= bottom)
            return;
        std::uint32_t *pixels = m_pixels.data() + column * static_cast<std::size_t>(m_rows);
        const int first = static_cast<int>(top);
        const int last = static_cast<int>(std::ceil(bottom)) - 1;
        const auto shareOf = [](double share) {
            return static_cast<unsigned>(std::lround(share * whole));
        };
        if (first == last) {
            pixels[first] = over(colour, pixels[first], shareOf(bottom - top));
            return;
        }
        pixels[first] = over(colour, pixels[first], shareOf(first + 1 - top));
        if (qAlpha(colour) == 255) { // most are, and much of a picture is this
            std::fill(pixels + first + 1, pixels + last, colour);
        } else {
            const unsigned rest = restBelow(colour);
            for (int row = first + 1; row < last; ++row)
                pixels[row] = colour + scaled(pixels[row], rest);
        }
        pixels[last] = over(colour, pixels[last], shareOf(bottom - last));
    }

    void copyTo(QImage &image, int begin, int columns) const
    {
        for (int row = 0; row < m_rows; ++row) {
            auto *line = reinterpret_cast<std::uint32_t *>(image.scanLine(row)) + begin;
            for (int column = 0; column < columns; ++column)
                line[column] =
                    m_pixels[std::size_t(column) * std::size_t(m_rows) + std::size_t(row)];
        }
    }

private:
    int m_rows;
    std::vector<std::uint32_t> m_pixels;
};

/// A line is as wide as it is high: what is in a column is in those beside it, too.
ColumnSpan widened(const std::vector<ColumnSpan> &spans, std::size_t column, int beside)
{
    ColumnSpan span;
    const auto around = static_cast<std::size_t>(beside);
    const std::size_t first = column > around ? column - around : 0;
    const std::size_t last = std::min(column + around, spans.size() - 1);
    for (std::size_t i = first; i <= last; ++i) {
        span.top = std::min(span.top, spans[i].top);
        span.bottom = std::max(span.bottom, spans[i].bottom);
    }
    return span;
}

/// How many columns a line is in on both sides of its own.
int besideOf(const RasterCurve &curve)
{
    return curve.upTo.empty() ? static_cast<int>((curve.width - 1) / 2) : 0;
}

/// Some columns of the picture. It looks at some more beside them, which lines are widened from.
class Strip
{
public:
    Strip(const PixelAxis &x, const PixelAxis &y, int begin, int end, int most)
        : m_x(x)
        , m_y(y)
        , m_begin(begin)
        , m_end(end)
        , m_left(std::min(most, begin))
        , m_right(most)
        , m_canvas(end - begin, y.pixels)
    {
    }

    void draw(const RasterCurve &curve)
    {
        if (curve.curve.empty())
            return;
        curve.upTo.empty() ? drawLine(curve) : fillBetween(curve);
    }

    void copyTo(QImage &image) const { m_canvas.copyTo(image, m_begin, m_end - m_begin); }

private:
    void spansOf(const Curve &curve, std::vector<ColumnSpan> &spans)
    {
        columnSpans(curve, firstsOf(curve), m_x, m_y, m_begin - m_left, spans);
    }

    /// Many curves have the same places: those that are as logged and smoothed, and those that are
    /// logged at every step.
    const std::vector<std::size_t> &firstsOf(const Curve &curve)
    {
        const Places &places = curve.places();
        const auto isSame = [&](const auto &known) { return known.first->surelyEquals(places); };
        const auto known = std::ranges::find_if(m_firsts, isSame);
        if (known != m_firsts.end())
            return known->second;
        m_firsts.emplace_back(&places, firstPoints(curve, m_x, m_begin - m_left, m_end + m_right));
        return m_firsts.back().second;
    }

    void drawLine(const RasterCurve &curve)
    {
        constexpr double dashAndGap = 1.6; // dashes
        spansOf(curve.curve, m_spans);
        const std::uint32_t colour = qPremultiply(curve.colour.rgba());
        for (int column = m_begin; column < m_end; ++column) {
            if (curve.dash > 0 && std::fmod(column, curve.dash * dashAndGap) >= curve.dash)
                continue;
            const auto place = static_cast<std::size_t>(column - m_begin);
            const ColumnSpan span =
                widened(m_spans, place + static_cast<std::size_t>(m_left), besideOf(curve));
            if (!span.isEmpty())
                m_canvas.fill(place, span.top - curve.width / 2, span.bottom + curve.width / 2,
                              colour);
        }
    }

    void fillBetween(const RasterCurve &curve)
    {
        spansOf(curve.curve, m_spans);
        spansOf(curve.upTo, m_others);
        const std::uint32_t colour = qPremultiply(curve.colour.rgba());
        for (int column = m_begin; column < m_end; ++column) {
            const auto place = static_cast<std::size_t>(column - m_begin);
            const ColumnSpan &one = m_spans[place + static_cast<std::size_t>(m_left)];
            const ColumnSpan &other = m_others[place + static_cast<std::size_t>(m_left)];
            if (!one.isEmpty() && !other.isEmpty())
                m_canvas.fill(place, std::min(one.top, other.top),
                              std::max(one.bottom, other.bottom), colour);
        }
    }

    const PixelAxis &m_x;
    const PixelAxis &m_y;
    int m_begin;
    int m_end;
    int m_left; ///< columns beside
    int m_right;
    ColumnCanvas m_canvas;
    std::vector<std::pair<const Places *, std::vector<std::size_t>>> m_firsts;
    std::vector<ColumnSpan> m_spans;
    std::vector<ColumnSpan> m_others;
};

} // namespace

QImage rasterOf(const std::vector<RasterCurve> &curves, const PixelAxis &x, const PixelAxis &y)
{
    constexpr int widest = 128; // columns of a strip: what is drawn on stays at hand
    QImage image(x.pixels, y.pixels, QImage::Format_ARGB32_Premultiplied);
    image.bits(); // here, so that no thread does it
    int most = 0;
    for (const RasterCurve &curve : curves)
        most = std::max(most, besideOf(curve));
    const int strips = (x.pixels + widest - 1) / widest;
    inParallel(static_cast<std::size_t>(std::max(strips, 0)), [&](std::size_t i) {
        const int begin = static_cast<int>(i) * widest;
        Strip strip(x, y, begin, std::min(begin + widest, x.pixels), most);
        for (const RasterCurve &curve : curves)
            strip.draw(curve);
        strip.copyTo(image);
    });
    return image;
}

} // namespace inceptoscope
