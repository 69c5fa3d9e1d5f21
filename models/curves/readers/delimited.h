#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What parts the cells of a table, told by its header: the first of tab, semicolon, comma, bar,
/// colon and space that stands in it outside quotes. A comma where there is none.
char separatorOf(std::string_view header);

/// The cells of a row, without blanks around them and without the quotes; a quote within is still
/// doubled. Where the separator is a space, any number of them parts two cells.
void cutCells(std::string_view row, char separator, std::vector<std::string_view> &cells);
std::vector<std::string_view> cellsOf(std::string_view row, char separator);

/// Whether a quoted cell goes on behind the end of a row.
bool endsWithinQuotes(std::string_view row, char separator);

/// Whether a row begins with a name for it that the header has no column for: as R writes tables,
/// in quotes, and as others write them in columns.
bool hasRowNames(std::string_view row, char separator, std::size_t columns,
                 const std::vector<std::string_view> &cells);

/// The text of a cell.
std::string unquoted(std::string_view cell);

/// Nothing stands there: it is empty, NA, null, None or a dash.
bool isMissing(std::string_view cell);

/// The number of a cell, NaN and infinities in any spelling included. Where commas do not part
/// cells, one may be the decimal point. Depends on no locale.
std::optional<double> numberOfCell(std::string_view cell, char separator);

/// The numbers in a cell such as [0.5, 0.25], which may have quotes of its own, still doubled; none
/// where it is another.
std::vector<double> numbersOfArray(std::string_view cell);

} // namespace inceptoscope
