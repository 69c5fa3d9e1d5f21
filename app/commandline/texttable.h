#pragma once

#include <string>
#include <vector>

namespace inceptoscope {

/// Rows of cells, printed in columns as wide as their widest cell.
class TextTable
{
public:
    enum class Align { Left, Right };

    /// A heading and an alignment a column.
    struct Column
    {
        std::string heading;
        Align align = Align::Left;
    };

    explicit TextTable(const std::vector<Column> &columns);

    /// As many cells as there are columns.
    void add(std::vector<std::string> cells);
    /// A line for the headings and one for each row.
    std::string text() const;

private:
    std::vector<Align> m_aligns;
    std::vector<std::vector<std::string>> m_rows;
};

/// The words of a text in lines of at most `width` characters, each ended.
std::string wrapped(const std::string &text, std::size_t width = 80);

} // namespace inceptoscope
