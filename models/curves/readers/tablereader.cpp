#include "curves/readers/tablereader.h"

#include "checkpoint/printable.h"
#include "curves/readers/delimited.h"
#include "curves/readers/measuredon.h"
#include "curves/readers/piecesahead.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <utility>

namespace inceptoscope {

namespace {

constexpr int mostOpenLines = 16; // of a cell in quotes
constexpr std::size_t mostPlainColumns = 10'000; // of rows that are read at once
constexpr std::uint64_t leastPlainBytes = std::uint64_t{512} << 10; // that make it worth it

/// numpy and others begin the line of names with one.
std::string_view withoutHash(std::string_view line)
{
    return line.starts_with('#') ? line.substr(1) : line;
}

} // namespace

void TableReader::takeLine(std::string_view line, bool whole, RunsByPart &runs)
{
    const bool isFirst = m_header.empty();
    if (isFirst && m_open.empty()) {
        line = withoutHash(line);
        m_separator = separatorOf(line);
    } else if (m_open.empty() && line.starts_with('#')) {
        return;
    }
    const std::string joined = joinedRow(line);
    if (whole && endsWithinQuotes(joined, m_separator)) {
        m_open = joined;
        ++m_openLines;
        return;
    }
    m_open.clear();
    m_openLines = 0;
    cutCells(joined.empty() ? line : joined, m_separator, m_cells);
    if (isFirst || isHeader())
        return takeHeader();
    if (!std::exchange(m_hasRows, true) && hasRowNames(line, m_separator, m_header.size(), m_cells))
        nameRows();
    findRuns(runs);
    const auto columns = columnsOfRow();
    if (!whole && columns.back() + 1 < m_columns.size())
        leaveOutUnfinished();
    else
        takeRow(columns);
}

/// The line with those before it that it goes on with, or one that begins within quotes; empty for
/// any other. Where a quote is open by mistake, the next line that is a whole row is taken by
/// itself.
std::string TableReader::joinedRow(std::string_view line)
{
    if (m_open.empty())
        return line.find('"') != std::string_view::npos ? std::string(line) : std::string();
    const bool isRow = !endsWithinQuotes(line, m_separator)
        && cellsOf(line, m_separator).size() == m_columns.size();
    if (!isRow && m_openLines < mostOpenLines && m_open.size() + line.size() < longestLine)
        return m_open + '\n' + std::string(line);
    takeEnd();
    return std::string(line);
}

void TableReader::takeEnd()
{
    if (!m_open.empty())
        m_faults.add("open quote", [this] {
            return fmt::format("a quote is not closed in the row before {}; that row is left out",
                               where());
        });
    m_open.clear();
    m_openLines = 0;
}

/// It comes again where a run was resumed.
bool TableReader::isHeader() const
{
    return unquoted(m_cells.front()) == m_header[m_rowsHaveNames ? 1 : 0]
        && std::ranges::none_of(m_cells, [this](std::string_view cell) {
               return numberOfCell(cell, m_separator).has_value();
           });
}

void TableReader::takeHeader()
{
    m_header.clear();
    if (m_rowsHaveNames)
        m_header.emplace_back();
    for (const std::string_view cell : m_cells)
        m_header.push_back(unquoted(cell));
    layOut();
}

/// That the rows begin with names shows in the first of them.
void TableReader::nameRows()
{
    m_rowsHaveNames = true;
    m_header.insert(m_header.begin(), std::string());
    layOut();
}

void TableReader::layOut()
{
    const TableLayout layout = tableLayout(m_format, m_header, m_fileTag);
    m_repeated = layout.repeated;
    m_columns.clear();
    std::map<std::string_view, std::size_t> numbers;
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        numbers.emplace(m_parts[i].name, i);
    for (const TableLayout::Column &column : layout.columns) {
        const auto [known, isNew] = numbers.try_emplace(column.part, m_parts.size());
        if (isNew)
            m_parts.push_back({column.part});
        m_columns.push_back({column, known->second});
    }
    const auto names = std::ranges::find_if(m_columns, [](const Column &column) {
        return column.is.isValue() && saysWhatIsMeasuredOn(column.is.tag);
    });
    m_onColumn.reset();
    if (names != m_columns.end())
        m_onColumn = static_cast<std::size_t>(names - m_columns.begin());
    m_allColumns.resize(m_columns.size());
    std::iota(m_allColumns.begin(), m_allColumns.end(), 0);
    m_fewerColumns.clear();
    if (m_format == LogFormat::Timm)
        m_fewerColumns = layout.withoutEvaluation();
    m_runs = nullptr;
    ++m_layouts;
}

void TableReader::findRuns(RunsByPart &runs)
{
    if (m_runs == &runs)
        return;
    m_runs = &runs;
    for (Part &part : m_parts)
        part.run = nullptr;
    for (Column &column : m_columns) {
        column.series = nullptr;
        if (column.is.isValue())
            m_parts[column.part].run = &runs[m_parts[column.part].name];
    }
}

std::span<const std::size_t> TableReader::columnsOfRow() const
{
    if (m_cells.size() < m_columns.size() && m_cells.size() == m_fewerColumns.size())
        return m_fewerColumns;
    return std::span(m_allColumns).first(std::min(m_cells.size(), m_allColumns.size()));
}

/// Nothing may stand there, as where lines end with a separator.
bool TableReader::hasMoreThanColumns() const
{
    return m_cells.size() > m_columns.size()
        && !std::ranges::all_of(std::span(m_cells).subspan(m_columns.size()), isMissing);
}

void TableReader::takeRow(std::span<const std::size_t> columns)
{
    if (hasMoreThanColumns())
        m_faults.add("long row", [this] {
            return fmt::format("{} has {} values where the header names {}; what is beyond is left "
                               "out",
                               where(), m_cells.size(), m_columns.size());
        });
    findWhatIsMeasuredOn(columns);
    placeRow(columns);
    bool hasNumbers = false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool isNumber = m_columns[columns[i]].is.isValue()
            ? takeCell(m_cells[i], columns[i])
            : numberOfCell(m_cells[i], m_separator).has_value();
        hasNumbers = hasNumbers || isNumber;
    }
    if (!hasNumbers)
        leaveOut("there are no numbers in it");
}

/// Rows of training and of evaluations may take turns.
void TableReader::findWhatIsMeasuredOn(std::span<const std::size_t> columns)
{
    if (!m_onColumn)
        return;
    const auto place = std::ranges::find(columns, *m_onColumn);
    const auto on = place != columns.end()
        ? measuredOn(m_cells[static_cast<std::size_t>(place - columns.begin())])
        : std::string_view();
    if (std::exchange(m_on, on) == on)
        return;
    for (Column &column : m_columns)
        column.series = nullptr;
}

void TableReader::placeRow(std::span<const std::size_t> columns)
{
    for (Part &part : m_parts)
        part.place = {};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!m_columns[columns[i]].is.place)
            continue;
        if (const auto number = numberOfCell(m_cells[i], m_separator))
            takePlace(*number, columns[i]);
    }
    finishPlace();
}

void TableReader::finishPlace()
{
    for (Part &part : m_parts) {
        part.point = part.counter.next(part.place);
        if (part.run && isAbsoluteTime(part.point.wall))
            part.run->absoluteTime = true;
    }
}

/// A run's own place comes behind that of all of them, and is the one that counts.
void TableReader::takePlace(double number, std::size_t column)
{
    const TableLayout::Column &is = m_columns[column].is;
    const auto set = [&](LogPlace &place) {
        switch (*is.place) {
        case PlaceKind::Step:
            place.step = number;
            break;
        case PlaceKind::Epoch:
            place.epoch = number;
            break;
        case PlaceKind::Wall:
            place.wall = number;
            break;
        }
    };
    if (!is.part.empty())
        return set(m_parts[m_columns[column].part].place);
    for (Part &part : m_parts)
        set(part.place);
}

bool TableReader::takeCell(std::string_view cell, std::size_t column)
{
    Column &state = m_columns[column];
    const auto number = numberOfCell(cell, m_separator);
    if (!number) {
        if (cell.starts_with('[') || cell.starts_with("\"\"["))
            return takeArray(cell, column);
        if (state.hasNumbers && !isMissing(cell))
            m_faults.add("no number", [&] {
                return fmt::format("{}: \"{}\" of {} is not a number and is left out", where(),
                                   printable(cell), printable(state.is.tag));
            });
        return false;
    }
    state.hasNumbers = true;
    Part &part = m_parts[state.part];
    if (!state.series)
        state.series = seriesOf(*part.run, tagMeasuredOn(m_on, state.is.tag));
    if (!state.series)
        return true;
    LoggedPoint point = part.point;
    point.value = *number;
    state.series->append(point, m_repeated);
    return true;
}

/// Keras writes one where a metric has several values.
bool TableReader::takeArray(std::string_view cell, std::size_t column)
{
    const std::vector<double> numbers = numbersOfArray(cell);
    const Part &part = m_parts[m_columns[column].part];
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::string tag = fmt::format("{}[{}]", m_columns[column].is.tag, i);
        Series *const series = seriesOf(*part.run, tagMeasuredOn(m_on, tag));
        LoggedPoint point = part.point;
        point.value = numbers[i];
        if (series)
            series->append(point, m_repeated);
    }
    return !numbers.empty();
}

/// A piece of many rows that are alike is read at once, as long as the columns stay the same.
Expected<std::uint64_t> TableReader::takeManyLines(const ByteSource &bytes, RunsByPart &runs,
                                                   std::uint64_t most)
{
    const auto size = bytes.size();
    if (!size)
        return tl::unexpected(size.error());
    if (!m_hasRows || !m_open.empty() || m_columns.size() > mostPlainColumns
        || *size < m_offset + leastPlainBytes)
        return 0;
    findRuns(runs);
    const std::uint64_t begin = m_offset;
    const std::size_t layouts = m_layouts;
    TableLines lines(bytes, m_offset, most);
    PiecesAhead<TablePiece, TableRows> pieces(
        m_ahead ? helpersFor(bytes, m_offset, most) : 0,
        [&lines](TablePiece &piece) { return lines.read(piece); },
        TableRows(m_separator, m_columns.size()));
    for (bool goesOn = true; goesOn;) {
        const auto next = pieces.next();
        if (!next)
            return tl::unexpected(next.error());
        const auto &[piece, isLast] = **next;
        takeRows(piece);
        takeLines(std::string_view(piece.text).substr(piece.rowBytes), runs);
        m_offset += piece.text.size();
        goesOn = !isLast && m_open.empty() && m_layouts == layouts;
    }
    return m_offset - begin;
}

void TableReader::takeRows(const TablePiece &piece)
{
    placeRows(piece);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].is.isValue())
            takeColumn(piece, m_columns[i], i);
    }
    countLines(piece.rows);
}

void TableReader::placeRows(const TablePiece &piece)
{
    for (Part &part : m_parts) {
        part.steps.clear();
        part.epochs.clear();
        part.walls.clear();
    }
    for (std::size_t row = 0; row < piece.rows; ++row) {
        for (Part &part : m_parts)
            part.place = {};
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const auto number =
                m_columns[i].is.place ? piece.numberAt(row, i) : std::optional<double>();
            if (number)
                takePlace(*number, i);
        }
        finishPlace();
        for (Part &part : m_parts) {
            part.steps.push_back(part.point.step);
            part.epochs.push_back(part.point.epoch);
            part.walls.push_back(part.point.wall);
        }
    }
}

namespace {

/// Where the flag is set.
std::span<const double> chosen(std::span<const double> numbers, std::span<const std::uint8_t> flags,
                               std::vector<double> &held)
{
    held.clear();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (flags[i] != 0)
            held.push_back(numbers[i]);
    }
    return held;
}

std::span<const double> unlessUnknown(std::span<const double> numbers)
{
    const bool isKnown =
        std::ranges::any_of(numbers, [](double number) { return !std::isnan(number); });
    return isKnown ? numbers : std::span<const double>();
}

} // namespace

void TableReader::takeColumn(const TablePiece &piece, Column &column, std::size_t number)
{
    const auto known = piece.knownOf(number);
    const auto count = static_cast<std::size_t>(std::ranges::count(known, 1));
    if (count == 0)
        return;
    column.hasNumbers = true;
    const Part &part = m_parts[column.part];
    if (!column.series)
        column.series = seriesOf(*part.run, tagMeasuredOn(m_on, column.is.tag));
    if (!column.series)
        return;
    Series::Points points{part.steps, piece.numbersOf(number), part.epochs, part.walls};
    std::array<std::vector<double>, 4> held;
    if (count < known.size())
        points = {chosen(points.steps, known, held[0]), chosen(points.values, known, held[1]),
                  chosen(points.epochs, known, held[2]), chosen(points.walls, known, held[3])};
    points.epochs = unlessUnknown(points.epochs);
    points.walls = unlessUnknown(points.walls);
    column.series->append(points, m_repeated);
}

} // namespace inceptoscope
