#include "commandline/texttable.h"

#include <algorithm>
#include <sstream>

namespace inceptoscope {

/// Characters, not bytes.
static std::size_t widthOf(const std::string &text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }));
}

TextTable::TextTable(const std::vector<Column> &columns)
{
    std::vector<std::string> headings;
    for (const Column &column : columns) {
        m_aligns.push_back(column.align);
        headings.push_back(column.heading);
    }
    m_rows.push_back(std::move(headings));
}

void TextTable::add(std::vector<std::string> cells)
{
    m_rows.push_back(std::move(cells));
}

std::string TextTable::text() const
{
    std::vector<std::size_t> widths(m_aligns.size());
    for (const auto &row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], widthOf(row[i]));
    }
    std::string text;
    for (const auto &row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string space(widths[i] - widthOf(row[i]), ' ');
            line += (i == 0 ? "" : "  ");
            line += m_aligns[i] == Align::Right ? space + row[i] : row[i] + space;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string wrapped(const std::string &text, std::size_t width)
{
    std::istringstream words(text);
    std::string lines;
    std::size_t used = 0;
    for (std::string word; words >> word;) {
        const std::size_t length = widthOf(word);
        if (used > 0 && used + 1 + length > width) {
            lines += "\n";
            used = 0;
        }
        lines += (used > 0 ? " " : "") + word;
        used += length + (used > 0 ? 1 : 0);
    }
    return lines + "\n";
}

} // namespace inceptoscope
