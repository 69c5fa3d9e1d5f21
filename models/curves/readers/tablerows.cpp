#include "curves/readers/tablerows.h"

#include "curves/readers/delimited.h"

#include <algorithm>
#include <charconv>

namespace inceptoscope {

/// With a digit; of words the other way of reading knows.
static bool beginsNumber(const char *at, const char *end)
{
    at += *at == '-' ? 1 : 0;
    return at != end && *at >= '0' && *at <= '9';
}

TableLines::TableLines(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most)
    : m_bytes(bytes)
    , m_offset(offset)
    , m_end(endOfRead(offset, most))
{
}

Expected<bool> TableLines::read(TablePiece &piece)
{
    constexpr std::size_t size = std::size_t{256} << 10; // bytes
    piece.text.resize(size);
    const auto count = m_bytes.read(m_offset, piece.text);
    if (!count)
        return tl::unexpected(count.error());
    const std::size_t end = std::string_view(piece.text).substr(0, *count).rfind('\n');
    piece.text.resize(end != std::string::npos ? end + 1 : 0);
    m_offset += piece.text.size();
    return *count < size || piece.text.empty() || m_offset >= m_end;
}

void TableRows::work(TablePiece &piece)
{
    piece.rows = 0;
    piece.rowBytes = 0;
    piece.stride = static_cast<std::size_t>(std::ranges::count(piece.text, '\n'));
    // A row that is plain has a byte and more for each of its cells.
    piece.stride = std::min(piece.stride, piece.text.size() / m_columns);
    piece.numbers.resize(piece.stride * m_columns);
    piece.known.resize(piece.stride * m_columns);
    std::string_view rest = piece.text;
    while (piece.rows < piece.stride) {
        const std::size_t length = rest.find('\n');
        if (!takeRow(rest.substr(0, length), piece))
            return;
        ++piece.rows;
        piece.rowBytes += length + 1;
        rest.remove_prefix(length + 1);
    }
}

bool TableRows::takeRow(std::string_view row, TablePiece &piece)
{
    if (row.ends_with('\r'))
        row.remove_suffix(1);
    if (row.empty() || row.front() == '#' || row.find('"') != std::string_view::npos)
        return false;
    return (m_separator != ' ' && takePlainRow(row, piece)) || takeAnyRow(row, piece);
}

/// The same for one without blanks and words, as nearly all are.
bool TableRows::takePlainRow(std::string_view row, TablePiece &piece) const
{
    const char *at = row.data();
    const char *const end = at + row.size();
    const auto isEnd = [&](const char *each) { return each == end || *each == m_separator; };
    bool hasNumbers = false;
    std::size_t place = piece.rows;
    for (std::size_t column = 0; column < m_columns; ++column, place += piece.stride) {
        if (column > 0 && (at == end || *at++ != m_separator))
            return false;
        piece.known[place] = isEnd(at) ? 0 : 1;
        if (isEnd(at))
            continue;
        if (!beginsNumber(at, end))
            return false;
        const auto [next, error] = std::from_chars(at, end, piece.numbers[place]);
        if (error != std::errc() || !isEnd(next))
            return false;
        hasNumbers = true;
        at = next;
    }
    return hasNumbers && at == end;
}

bool TableRows::takeAnyRow(std::string_view row, TablePiece &piece)
{
    cutCells(row, m_separator, m_cells);
    if (m_cells.size() != m_columns)
        return false;
    bool hasNumbers = false;
    std::size_t place = piece.rows;
    for (const std::string_view cell : m_cells) {
        const auto number = numberOfCell(cell, m_separator);
        if (!number && !isMissing(cell))
            return false;
        hasNumbers = hasNumbers || number;
        piece.numbers[place] = number.value_or(0.0);
        piece.known[place] = number ? 1 : 0;
        place += piece.stride;
    }
    return hasNumbers;
}

} // namespace inceptoscope
