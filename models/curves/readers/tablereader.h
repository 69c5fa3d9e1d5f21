#pragma once

#include "curves/readers/tablelayout.h"
#include "curves/readers/tablerows.h"
#include "curves/readers/textlogreader.h"

#include <span>

namespace inceptoscope {

/// Reads a table whose first line names its columns, with whatever separator.
class TableReader : public TextLogReader
{
public:
    /// `fileTag`: see tableLayout. `ahead`: rows are read on other threads, too.
    TableReader(Tail tail, LogFormat format, std::string fileTag, bool ahead)
        : TextLogReader(tail)
        , m_ahead(ahead)
        , m_format(format)
        , m_fileTag(std::move(fileTag))
    {
    }

private:
    /// One of the runs that the table is of.
    struct Part
    {
        std::string name;
        RunLog *run = nullptr; ///< that is being read into
        PlaceCounter counter{};
        LogPlace place{}; ///< of the row that is being taken
        LoggedPoint point{};
        std::vector<double> steps{}; ///< of the rows that are being taken at once
        std::vector<double> epochs{};
        std::vector<double> walls{};
    };
    struct Column
    {
        TableLayout::Column is;
        std::size_t part = 0;
        Series *series = nullptr; ///< that is being read into
        bool hasNumbers = false;
    };

    void takeLine(std::string_view line, bool whole, RunsByPart &runs) override;
    void takeEnd() override;
    std::string joinedRow(std::string_view line);
    bool isHeader() const;
    void takeHeader();
    void nameRows();
    void layOut();
    void findRuns(RunsByPart &runs);
    bool hasMoreThanColumns() const;
    void takeRow(std::span<const std::size_t> columns);
    void takePlace(double number, std::size_t column);
    void findWhatIsMeasuredOn(std::span<const std::size_t> columns);
    void placeRow(std::span<const std::size_t> columns);
    void finishPlace();
    std::span<const std::size_t> columnsOfRow() const;
    Expected<std::uint64_t> takeManyLines(const ByteSource &bytes, RunsByPart &runs,
                                          std::uint64_t most) override;
    void takeRows(const TablePiece &piece);
    void placeRows(const TablePiece &piece);
    void takeColumn(const TablePiece &piece, Column &column, std::size_t number);
    /// Whether there was a number in it.
    bool takeCell(std::string_view cell, std::size_t column);
    bool takeArray(std::string_view cell, std::size_t column);

    bool m_ahead;
    LogFormat m_format;
    std::string m_fileTag;
    char m_separator = 0; ///< 0: there was no header yet
    std::vector<std::string> m_header;
    bool m_hasRows = false;
    bool m_rowsHaveNames = false; ///< the header does not tell of
    Series::Repeated m_repeated = Series::Repeated::Kept;
    std::vector<Part> m_parts;
    std::vector<Column> m_columns;
    std::vector<std::size_t> m_allColumns; ///< their numbers
    std::optional<std::size_t> m_onColumn; ///< says what a row was measured on
    std::string_view m_on; ///< what the row that is being taken was
    std::vector<std::size_t> m_fewerColumns; ///< of a shorter row, if not the first
    std::vector<std::string_view> m_cells; ///< of the row that is being taken
    const RunsByPart *m_runs = nullptr; ///< where parts and columns point to
    std::size_t m_layouts = 0; ///< how many there were
    std::string m_open; ///< a row that goes on in the next line
    int m_openLines = 0;
};

} // namespace inceptoscope
