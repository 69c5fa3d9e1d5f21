#pragma once

#include "curves/readers/tablelayout.h"
#include "curves/readers/textlogreader.h"

#include <span>

namespace inceptoscope {

/// Reads a table whose first line names its columns, with whatever separator.
class TableReader : public TextLogReader
{
public:
    /// `fileTag`: see tableLayout.
    TableReader(Tail tail, LogFormat format, std::string fileTag)
        : TextLogReader(tail)
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
    void takePlace(std::string_view cell, std::size_t column);
    void placeRow(std::span<const std::size_t> columns);
    std::span<const std::size_t> columnsOfRow() const;
    /// Whether there was a number in it.
    bool takeCell(std::string_view cell, std::size_t column);
    bool takeArray(std::string_view cell, std::size_t column);

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
    std::vector<std::size_t> m_fewerColumns; ///< of a shorter row, if not the first
    std::vector<std::string_view> m_cells; ///< of the row that is being taken
    const RunsByPart *m_runs = nullptr; ///< where parts and columns point to
    std::string m_open; ///< a row that goes on in the next line
    int m_openLines = 0;
};

} // namespace inceptoscope
