#include "curves/readers/delimited.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace inceptoscope {

namespace {

constexpr std::string_view doubledQuote = "\"\"";
constexpr std::string_view separators = "\t;,|: ";

bool isBlank(char each)
{
    return each == ' ' || each == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// The position of the quote that ends what began before `at`, or the end of the text.
std::size_t closingQuote(std::string_view text, std::size_t at)
{
    for (; at < text.size(); ++at) {
        if (text[at] != '"')
            continue;
        if (at + 1 < text.size() && text[at + 1] == '"')
            ++at;
        else
            return at;
    }
    return text.size();
}

/// Takes one cell after the other.
class RowCutter
{
public:
    RowCutter(std::string_view row, char separator)
        : m_row(row)
        , m_separator(separator)
    {
        skipBlanks();
    }

    bool atEnd() const { return m_atEnd; }
    bool isWithinQuotes() const { return m_withinQuotes; }

    std::string_view take()
    {
        skipBlanks();
        if (m_at < m_row.size() && m_row[m_at] == '"')
            return takeQuoted();
        const std::size_t end = std::min(m_row.find(m_separator, m_at), m_row.size());
        const auto cell = m_row.substr(m_at, end - m_at);
        pass(end);
        return trimmed(cell);
    }

private:
    void skipBlanks()
    {
        while (m_at < m_row.size() && isBlank(m_row[m_at])
               && (m_row[m_at] != m_separator || m_separator == ' '))
            ++m_at;
    }

    std::string_view takeQuoted()
    {
        const std::size_t close = closingQuote(m_row, m_at + 1);
        const auto cell = m_row.substr(m_at + 1, close - m_at - 1);
        m_withinQuotes = close == m_row.size();
        pass(std::min(m_row.find(m_separator, close), m_row.size()));
        return cell;
    }

    /// Where the next cell begins, if there is one.
    void pass(std::size_t end)
    {
        m_atEnd = end == m_row.size();
        m_at = m_atEnd ? end : end + 1;
        if (m_separator == ' ') {
            skipBlanks();
            m_atEnd = m_at == m_row.size();
        }
    }

    std::string_view m_row;
    char m_separator;
    std::size_t m_at = 0;
    bool m_atEnd = false;
    bool m_withinQuotes = false;
};

bool stands(std::string_view header, char separator)
{
    bool quoted = false;
    for (const char each : header) {
        quoted = quoted != (each == '"');
        if (!quoted && each == separator)
            return true;
    }
    return false;
}

/// What std::from_chars cannot tell: whether it is too large or too small.
double beyondRange(std::string_view text)
{
    const bool tiny =
        text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
    const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return text.starts_with('-') ? -size : size;
}

std::optional<double> plainNumber(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || text.empty())
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        return beyondRange(text);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

} // namespace

char separatorOf(std::string_view header)
{
    const auto *const found = std::ranges::find_if(
        separators, [header](char each) { return stands(trimmed(header), each); });
    return found != separators.end() ? *found : ',';
}

void cutCells(std::string_view row, char separator, std::vector<std::string_view> &cells)
{
    cells.clear();
    RowCutter cutter(row, separator);
    do
        cells.push_back(cutter.take());
    while (!cutter.atEnd());
}

std::vector<std::string_view> cellsOf(std::string_view row, char separator)
{
    std::vector<std::string_view> cells;
    cutCells(row, separator, cells);
    return cells;
}

bool endsWithinQuotes(std::string_view row, char separator)
{
    if (row.find('"') == std::string_view::npos)
        return false;
    RowCutter cutter(row, separator);
    do
        cutter.take();
    while (!cutter.atEnd());
    return cutter.isWithinQuotes();
}

bool hasRowNames(std::string_view row, char separator, std::size_t columns,
                 const std::vector<std::string_view> &cells)
{
    return cells.size() == columns + 1 && (separator == ' ' || row.starts_with('"'));
}

std::string unquoted(std::string_view cell)
{
    std::string text;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        text += cell[i];
        if (cell.substr(i, 2) == "\"\"")
            ++i;
    }
    return text;
}

bool isMissing(std::string_view cell)
{
    constexpr std::array<std::string_view, 6> words{"", "NA", "N/A", "null", "None", "-"};
    return std::ranges::find(words, cell) != words.end();
}

std::optional<double> numberOfCell(std::string_view cell, char separator)
{
    cell = trimmed(cell);
    if (const auto number = plainNumber(cell))
        return number;
    if (separator == ',' || cell.size() > 64 || std::ranges::count(cell, ',') != 1)
        return std::nullopt;
    std::string pointed(cell);
    std::ranges::replace(pointed, ',', '.');
    return plainNumber(pointed);
}

std::vector<double> numbersOfArray(std::string_view cell)
{
    if (cell.starts_with(doubledQuote) && cell.ends_with(doubledQuote) && cell.size() >= 4)
        cell = cell.substr(2, cell.size() - 4);
    if (!cell.starts_with('[') || !cell.ends_with(']'))
        return {};
    std::vector<double> numbers;
    for (const std::string_view each : cellsOf(cell.substr(1, cell.size() - 2), ',')) {
        const auto number = plainNumber(each);
        if (!number)
            return {};
        numbers.push_back(*number);
    }
    return numbers;
}

} // namespace inceptoscope
