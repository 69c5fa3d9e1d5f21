#include "curves/readers/jsonlinesreader.h"

#include "curves/readers/logjson.h"
#include "curves/readers/measuredon.h"

namespace inceptoscope {

using Json = nlohmann::json;

namespace {

std::string_view measuredOn(const Json &object)
{
    for (const auto &[key, value] : object.items()) {
        if (!value.is_string() || !saysWhatIsMeasuredOn(key))
            continue;
        const auto on = inceptoscope::measuredOn(value.get_ref<const std::string &>());
        if (!on.empty())
            return on;
    }
    return {};
}

LogPlace placeOf(const Json &object, bool timesSteps)
{
    PlaceKeys keys;
    for (const auto &[key, value] : object.items()) {
        if (const auto name = placeName(key, timesSteps))
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
    m_on = measuredOn(object);
    m_timesSteps = object.contains(loadingTime);
    m_point = pointOf(object);
    run.absoluteTime = run.absoluteTime || isAbsoluteTime(m_point.wall);
    takeValues(object, {}, run);
}

/// The "iter" of mmcv's evaluations counts their batches, and the "step" of MMEngine's the epochs.
LoggedPoint JsonLinesReader::pointOf(const Json &object)
{
    LogPlace place = placeOf(object, m_timesSteps);
    const bool hasIterations = object.contains("iter");
    const bool hasSteps = object.contains("step");
    if (hasSteps && !hasIterations && !place.epoch && m_countsTwice
        && place.step == m_counter.epoch()) {
        place.epoch = place.step;
        return m_counter.evaluation(place);
    }
    m_countsTwice = m_countsTwice || (hasSteps && hasIterations && place.epoch);
    const bool countsBatches = !m_on.empty() && m_on != "train" && hasIterations && !hasSteps;
    return countsBatches ? m_counter.evaluation(place) : m_counter.next(place);
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
        if (!number || (prefix.empty() && placeName(key, m_timesSteps)))
            continue;
        m_point.value = *number;
        if (Series *const series = seriesOf(run, tagMeasuredOn(m_on, tag)))
            series->append(m_point);
    }
}

} // namespace inceptoscope
