#include "curves/readers/jsonlinesreader.h"

#include "curves/readers/logjson.h"

namespace inceptoscope {

using Json = nlohmann::json;

namespace {

LogPlace placeOf(const Json &object)
{
    PlaceKeys keys;
    for (const auto &[key, value] : object.items()) {
        if (const auto name = placeName(key))
            keys.add(*name, loggedNumber(value));
    }
    return keys.place();
}

} // namespace

void JsonLinesReader::takeLine(std::string_view text, bool whole, RunsByPart &runs)
{
    const Json object = parseLogJson(text);
    if (!object.is_object())
        return whole ? leaveOut("it is not a JSON object") : leaveOutUnfinished();
    RunLog &run = runs[{}];
    m_point = m_counter.next(placeOf(object));
    run.absoluteTime = run.absoluteTime || isAbsoluteTime(m_point.wall);
    takeValues(object, {}, run);
}

/// The depth is that of parseLogJson at most.
void JsonLinesReader::takeValues(const Json &object, const std::string &prefix, RunLog &run)
{
    for (const auto &[key, value] : object.items()) {
        const std::string tag = prefix + key;
        if (value.is_object()) {
            takeValues(value, tag + '/', run);
            continue;
        }
        const auto number = loggedNumber(value);
        if (!number || (prefix.empty() && placeName(key)))
            continue;
        m_point.value = *number;
        if (Series *const series = seriesOf(run, tag))
            series->append(m_point);
    }
}

} // namespace inceptoscope
