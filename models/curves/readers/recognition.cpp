#include "curves/readers/recognition.h"

#include "curves/readers/caffereader.h"
#include "curves/readers/delimited.h"
#include "curves/readers/eventrecords.h"
#include "curves/readers/jsondocumentreader.h"
#include "curves/readers/logjson.h"
#include "curves/readers/mlflowreader.h"
#include "curves/readers/ownlogreader.h"
#include "curves/readers/tablelayout.h"
#include "curves/readers/utf16.h"

#include <algorithm>
#include <array>
#include <span>

namespace inceptoscope {

namespace {

constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

/// Of skorch's history: what else is in its first row may come late.
constexpr std::string_view batchesMark = R"({"batches": [{)";

using Lines = std::vector<std::string_view>;

bool isText(char each)
{
    const auto byte = static_cast<unsigned char>(each);
    return byte >= 0x20 || each == '\t' || each == '\n' || each == '\r';
}

constexpr std::string_view blanks = " \t\r\n";

/// Those that are not blank. The last one may be cut off.
Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(blanks) != std::string_view::npos)
            lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Nothing in it is a number, and a name says what it counts by, or every value below is a number.
std::optional<LogFormat> tableFormatOf(const Lines &lines)
{
    const std::string_view first = lines.front();
    const std::string_view head = first.starts_with('#') ? first.substr(1) : first;
    const char separator = separatorOf(head);
    std::vector<std::string> header;
    bool hasPlace = false;
    for (const std::string_view cell : cellsOf(head, separator)) {
        if (numberOfCell(cell, separator))
            return std::nullopt;
        header.push_back(unquoted(cell));
        hasPlace = hasPlace || placeName(header.back());
    }
    if (lines.size() < 2)
        return hasPlace ? std::optional(tableFormat(header)) : std::nullopt;
    const auto row = cellsOf(lines[1], separator);
    const auto numbers = std::ranges::count_if(
        row, [separator](auto cell) { return numberOfCell(cell, separator).has_value(); });
    const bool isNamed = hasRowNames(lines[1], separator, header.size(), row);
    const bool isFull = std::ranges::all_of(
        std::span(row).subspan(isNamed ? 1 : 0), [separator](std::string_view cell) {
            return isMissing(cell) || numberOfCell(cell, separator);
        });
    const bool fits = (isNamed || row.size() == header.size()) && isFull;
    const bool isRow = separator == ' ' || !hasPlace ? fits && numbers > 0 : numbers > 0;
    return isRow ? std::optional(tableFormat(header)) : std::nullopt;
}

/// Its depth is that of parseLogJson at most.
bool holdsNumber(const nlohmann::json &value)
{
    return value.is_object() ? std::any_of(value.begin(), value.end(), holdsNumber)
                             : loggedNumber(value).has_value();
}

/// It says where it stands and has numbers, or has nothing but numbers.
bool isLogLine(const nlohmann::json &line)
{
    if (!line.is_object() || line.empty())
        return false;
    bool hasPlace = false;
    for (const auto &[key, value] : line.items())
        hasPlace = hasPlace || (placeName(key) && loggedNumber(value));
    return hasPlace ? std::any_of(line.begin(), line.end(), holdsNumber)
                    : std::all_of(line.begin(), line.end(), holdsNumber);
}

/// A single object is more often a file of settings.
bool isJsonLines(std::string_view fileName, const Lines &lines)
{
    constexpr std::size_t mostLines = 16;
    if (!parseLogJson(lines.front()).is_object()
        || (fileName.ends_with(".json") && lines.size() < 2))
        return false;
    return std::ranges::any_of(std::span(lines).first(std::min(lines.size(), mostLines)),
                               [](std::string_view line) { return isLogLine(parseLogJson(line)); });
}

std::optional<LogFormat> jsonFormatOf(std::string_view fileName, std::string_view text,
                                      const Lines &lines)
{
    if (text.starts_with('[')) {
        const std::size_t inner = std::min(text.find_first_not_of(blanks, 1), text.size());
        if (text.substr(inner).starts_with('['))
            return LogFormat::TensorBoardJson;
        const bool isLog =
            text.substr(inner).starts_with(batchesMark) || JsonDocumentReader::isListOfRows(text);
        return isLog ? std::optional(LogFormat::Json) : std::nullopt;
    }
    if (OwnLogReader::isFirstLine(lines.front()))
        return LogFormat::Own;
    if (text.find("\"log_history\"") != std::string_view::npos)
        return LogFormat::HuggingFace;
    return isJsonLines(fileName, lines) ? std::optional(LogFormat::JsonLines) : std::nullopt;
}

std::optional<LogFormat> textFormatOf(std::string_view fileName, std::string_view text)
{
    const Lines lines = linesOf(text);
    if (lines.empty() || !std::ranges::all_of(lines.front(), isText))
        return std::nullopt;
    const std::string_view start = text.substr(text.find_first_not_of(blanks));
    if (start.starts_with('{') || start.starts_with('['))
        return jsonFormatOf(fileName, start, lines);
    if (MLflowReader::isLine(lines.front()))
        return LogFormat::MLflow;
    if (std::ranges::any_of(lines, CaffeReader::isLine))
        return LogFormat::Caffe;
    return tableFormatOf(lines);
}

} // namespace

std::optional<LogFormat> recognisedFormat(std::string_view fileName, std::string_view beginning)
{
    if (beginning.empty())
        return std::nullopt;
    if (beginsWithEventRecord(beginning) || isCalledAnEventFile(fileName))
        return LogFormat::TensorBoard;
    if (isUtf16(beginning))
        return textFormatOf(fileName, utf8OfUtf16(beginning));
    if (beginning.starts_with(byteOrderMark))
        beginning.remove_prefix(byteOrderMark.size());
    return textFormatOf(fileName, beginning);
}

bool isCalledAnEventFile(std::string_view fileName)
{
    return fileName.find("tfevents") != std::string_view::npos;
}

bool mayBeLog(std::string_view fileName)
{
    constexpr std::array<std::string_view, 7> suffixes{".csv",   ".tsv",    ".txt", ".json",
                                                       ".jsonl", ".ndjson", ".log"};
    return isCalledAnEventFile(fileName) || fileName.find(".log.") != std::string_view::npos
        || std::ranges::any_of(suffixes,
                               [fileName](auto suffix) { return fileName.ends_with(suffix); });
}

} // namespace inceptoscope
