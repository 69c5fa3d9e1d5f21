#include "commandline/answerwriter.h"

#include "images/shownname.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <numeric>

namespace inceptoscope {

namespace {

/// Indices of the most probable classes, the most probable first; of equals the lower index first.
std::vector<int> topClasses(const std::vector<float> &probabilities, int count)
{
    std::vector<int> order(probabilities.size());
    std::iota(order.begin(), order.end(), 0);
    const auto first = order.begin();
    const auto end = first + std::min(count, static_cast<int>(order.size()));
    // NaN goes last, or the order would not be one.
    const auto rank = [&](int index) {
        const float value = probabilities[static_cast<std::size_t>(index)];
        return std::pair(std::isnan(value) ? 1.0F : -value, index);
    };
    std::ranges::partial_sort(first, end, order.end(), {}, rank);
    order.erase(end, order.end());
    return order;
}

/// Microseconds are as fine as it makes sense.
double rounded(double milliseconds)
{
    return std::round(milliseconds * 1000.0) / 1000.0;
}

std::string oneLine(const std::string &text)
{
    return shownName(QString::fromStdString(text)).toStdString();
}

} // namespace

void AnswerWriter::write(const PreparedPhoto &photo, const Activations &answer) const
{
    if (m_style.json)
        writeJson(photo, answer);
    else
        writeText(photo, answer);
}

void AnswerWriter::writeError(const PreparedPhoto &photo) const
{
    if (m_style.json)
        printJson({{"image", photo.path.toStdString()}, {"error", photo.inputs.error().message}});
    else
        complain(photo.inputs.error().message);
}

void AnswerWriter::writeText(const PreparedPhoto &photo, const Activations &answer) const
{
    std::string line = oneLine(photo.path.toStdString());
    const char *separator = ": ";
    for (int index : topClasses(answer.probabilities, m_style.top)) {
        const float probability = answer.probabilities[static_cast<std::size_t>(index)];
        const std::string label = oneLine(classLabel(m_network.model.description, index));
        line += fmt::format("{}{} {:.1f} %", separator, label, probability * 100.0);
        separator = ", ";
    }
    print(line + "\n");
    std::fflush(stdout);
}

void AnswerWriter::writeJson(const PreparedPhoto &photo, const Activations &answer) const
{
    nlohmann::ordered_json json{{"image", photo.path.toStdString()},
                                {"network", m_network.network},
                                {"weights", m_network.weights}};
    auto top = nlohmann::ordered_json::array();
    for (int index : topClasses(answer.probabilities, m_style.top))
        top.push_back(
            {{"index", index},
             {"label", classLabel(m_network.model.description, index)},
             {"probability", shortest(answer.probabilities[static_cast<std::size_t>(index)])}});
    json["top"] = std::move(top);
    if (m_style.logits) {
        auto &logits = json["logits"] = nlohmann::ordered_json::array();
        for (float logit : answer.logits)
            logits.push_back(shortest(logit));
    }
    json["ms"] = {{"decode", rounded(photo.decodeMilliseconds)},
                  {"preprocess", rounded(photo.preprocessMilliseconds)},
                  {"forward", rounded(answer.forwardMilliseconds)}};
    printJson(json);
}

} // namespace inceptoscope
