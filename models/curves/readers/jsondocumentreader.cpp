#include "curves/readers/jsondocumentreader.h"

#include "curves/readers/logjson.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <utility>

namespace inceptoscope {

using Json = nlohmann::json;

namespace {

constexpr std::size_t largestDocument = std::size_t{256} << 20; // bytes

/// Takes the objects in the list "log_history" of the outermost object, and the lists and objects
/// in an outermost list, as they come; nothing else is kept.
class DocumentHandler : public nlohmann::json_sax<Json>
{
public:
    std::function<void(const JsonEntry &)> takeEntry;
    std::function<bool(const JsonEntry &)> takeRow; ///< of an outermost list; whether to go on
    std::function<void(const std::vector<double> &)> takePoint;

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t value) override
    {
        return take(static_cast<double>(value));
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        return take(static_cast<double>(value));
    }
    bool number_float(number_float_t value, const string_t & /*text*/) override
    {
        return take(value);
    }
    bool binary(binary_t & /*value*/) override { return true; }
    bool string(string_t &value) override
    {
        const auto number = loggedNumber(std::string_view(value));
        return !number || take(*number);
    }
    bool key(string_t &value) override
    {
        m_key = value;
        return true;
    }

    bool start_object(std::size_t /*elements*/) override
    {
        m_isRow = m_isRow || (m_depth == 1 && !m_isObject);
        if ((m_depth == 2 && m_isHistory) || m_depth == 1)
            m_entry.clear();
        m_isObject = m_depth++ == 0 || m_isObject;
        return true;
    }
    bool end_object() override
    {
        if (--m_depth == 2 && m_isHistory)
            takeEntry(m_entry);
        return m_depth != 1 || !std::exchange(m_isRow, false) || takeRow(m_entry);
    }
    bool start_array(std::size_t /*elements*/) override
    {
        m_isHistory = m_isHistory || (m_depth == 1 && m_isObject && m_key == "log_history");
        if (m_depth++ == 1)
            m_point.clear();
        return true;
    }
    bool end_array() override
    {
        if (--m_depth != 1)
            return true;
        m_isHistory = false;
        if (!m_isObject)
            takePoint(m_point);
        return true;
    }

    bool parse_error(std::size_t /*position*/, const std::string & /*token*/,
                     const Json::exception & /*error*/) override
    {
        return false;
    }

private:
    bool take(double number)
    {
        if (m_depth == (m_isRow ? 2 : 3) && (m_isRow || m_isHistory))
            m_entry.emplace_back(m_key, number);
        else if (m_depth == 2 && !m_isObject && m_point.size() < 4)
            m_point.push_back(number);
        return true;
    }

    int m_depth = 0;
    bool m_isObject = false; ///< the outermost value
    bool m_isHistory = false; ///< within the list
    bool m_isRow = false; ///< within an object of an outermost list
    std::string m_key;
    JsonEntry m_entry;
    std::vector<double> m_point;
};

/// As Hugging Face's trainer says it; any other key is a metric.
std::optional<PlaceName> placeOfTrainer(std::string_view key, bool /*timesSteps*/)
{
    return key == "step" || key == "epoch" ? placeName(key) : std::nullopt;
}

} // namespace

Expected<bool> JsonDocumentReader::readOn(const ByteSource &bytes, RunsByPart &runs,
                                          std::uint64_t /*most*/)
{
    const auto size = bytes.size();
    if (!size)
        return tl::unexpected(size.error());
    if (*size == m_offset)
        return false;
    if (*size > largestDocument)
        return failure(fmt::format("it has {} MiB, and more than {} are not read", *size >> 20U,
                                   largestDocument >> 20U));
    const auto text = bytes.readText(0, largestDocument);
    if (!text)
        return tl::unexpected(text.error());
    m_offset = text->size();
    m_faults = {};
    RunLog &run = runs[{}];
    run = {};
    readText(*text, run);
    return false;
}

bool JsonDocumentReader::isListOfRows(std::string_view beginning)
{
    bool isRow = false;
    DocumentHandler handler;
    handler.takeEntry = [](const JsonEntry &) { };
    handler.takePoint = [](const std::vector<double> &) { };
    handler.takeRow = [&isRow](const JsonEntry &entry) {
        const auto isPlace = [](const auto &each) { return placeName(each.first).has_value(); };
        isRow = std::ranges::any_of(entry, isPlace) && !std::ranges::all_of(entry, isPlace);
        return false;
    };
    if (const auto quoted = quotedJson(beginning))
        Json::sax_parse(*quoted, &handler);
    return isRow;
}

void JsonDocumentReader::readText(const std::string &text, RunLog &run)
{
    m_counter = {};
    DocumentHandler handler;
    handler.takeEntry = [&](const JsonEntry &entry) { takeEntry(entry, placeOfTrainer, run); };
    handler.takeRow = [&](const JsonEntry &entry) {
        takeEntry(entry, placeName, run);
        return true;
    };
    handler.takePoint = [&](const std::vector<double> &point) { takePoint(point, run); };
    const auto quoted = quotedJson(text);
    if (!quoted || !Json::sax_parse(*quoted, &handler))
        m_faults.tell("damaged", "it is damaged or not finished; what comes before that is read");
}

void JsonDocumentReader::takeEntry(const JsonEntry &entry, Places places, RunLog &run)
{
    const bool isTimed =
        std::ranges::any_of(entry, [](const auto &each) { return each.first == loadingTime; });
    PlaceKeys keys;
    for (const auto &[key, number] : entry) {
        if (const auto name = places(key, isTimed))
            keys.add(*name, number);
    }
    LoggedPoint point = m_counter.next(keys.place());
    run.absoluteTime = run.absoluteTime || isAbsoluteTime(point.wall);
    for (const auto &[key, number] : entry) {
        if (places(key, isTimed))
            continue;
        point.value = number;
        if (Series *const series = seriesOf(run, key))
            series->append(point);
    }
}

/// Wall time, step, value.
void JsonDocumentReader::takePoint(const std::vector<double> &numbers, RunLog &run)
{
    if (numbers.size() != 3 || !std::isfinite(numbers[1])) {
        m_faults.add("no point", [] { return "an entry is not [wall time, step, value]"; });
        return;
    }
    run.absoluteTime = true;
    if (Series *const series = seriesOf(run, m_fileTag))
        series->append({numbers[1], numbers[2], unknownNumber, numbers[0]});
}

} // namespace inceptoscope
