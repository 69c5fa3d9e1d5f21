#pragma once

#include "curves/readers/bytesource.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// Some lines of a table, and the numbers of those that are plain rows.
struct TablePiece
{
    std::string text; ///< whole lines
    std::size_t rows = 0; ///< so many of the first lines are plain rows
    std::size_t rowBytes = 0; ///< and have so many bytes
    std::size_t stride = 0; ///< from one column's numbers to the next one's
    std::vector<double> numbers; ///< column by column
    std::vector<std::uint8_t> known; ///< likewise: whether something stands there

    std::span<const double> numbersOf(std::size_t column) const
    {
        return std::span(numbers).subspan(column * stride, rows);
    }
    std::span<const std::uint8_t> knownOf(std::size_t column) const
    {
        return std::span(known).subspan(column * stride, rows);
    }
    std::optional<double> numberAt(std::size_t row, std::size_t column) const
    {
        const std::size_t place = column * stride + row;
        return known[place] ? std::optional(numbers[place]) : std::nullopt;
    }
};

/// Reads the lines of a table in pieces.
class TableLines
{
public:
    /// From that offset on, until `most` bytes were read, or a little more.
    TableLines(const ByteSource &bytes, std::uint64_t offset, std::uint64_t most);

    /// The next ones, and whether they are the last: of those that are wanted, of the file, or in
    /// front of a line that is too long for a piece. Error: a reason.
    Expected<bool> read(TablePiece &piece);

private:
    const ByteSource &m_bytes;
    std::uint64_t m_offset;
    const std::uint64_t m_end;
};

/// Reads the plain rows that pieces of a table begin with: as many cells as there are columns, each
/// a number or nothing, not all nothing. What comes from the first other line on is for whoever
/// knows more of the table.
class TableRows
{
public:
    TableRows(char separator, std::size_t columns)
        : m_separator(separator)
        , m_columns(columns)
    {
    }

    void work(TablePiece &piece);

private:
    bool takeRow(std::string_view row, TablePiece &piece);
    bool takePlainRow(std::string_view row, TablePiece &piece) const;
    bool takeAnyRow(std::string_view row, TablePiece &piece);

    char m_separator;
    std::size_t m_columns;
    std::vector<std::string_view> m_cells; ///< of one row
};

} // namespace inceptoscope
