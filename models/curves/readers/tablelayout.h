#pragma once

#include "curves/readers/logplace.h"
#include "curves/runlog.h"

#include <string>
#include <string_view>
#include <vector>

namespace inceptoscope {

/// What the columns of a table are, told by its header and by who wrote it.
struct TableLayout
{
    struct Column
    {
        std::string tag; ///< of a value
        std::string part; ///< which of the table's runs it is of
        std::optional<PlaceKind> place; ///< it says where a row stands
        bool isIndex = false; ///< it counts the rows, which stand somewhere else, or says nothing

        bool isValue() const { return !place && !isIndex; }
    };

    std::vector<Column> columns;
    Series::Repeated repeated = Series::Repeated::Kept;

    /// Those that timm's rows have where there was no evaluation.
    std::vector<std::size_t> withoutEvaluation() const;
};

/// Who wrote a table with such a header.
LogFormat tableFormat(const std::vector<std::string> &header);

/// `fileTag`: what a download with one tag is of.
TableLayout tableLayout(LogFormat format, const std::vector<std::string> &header,
                        const std::string &fileTag);

/// The tag in the name of a TensorBoard download, "run-NAME-tag-TAG.csv"; the name without its
/// suffix where it has none.
std::string tagOfDownload(std::string_view fileName);

} // namespace inceptoscope
