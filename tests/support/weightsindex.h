#pragma once

#include "support/temporaryfolder.h"
#include "weights/publicweights.h"
#include "weights/publicweightsjson.h"

#include <QUrl>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <vector>

namespace inceptoscope::test {

/// An entry of a school's own table.
inline PublicWeights schoolWeights(const std::string &id, const QUrl &url,
                                   const std::string &network = "inception_v4")
{
    PublicWeights weights;
    weights.id = id;
    weights.network = network;
    weights.title = "The school's " + id;
    weights.publisher = "school";
    weights.licence = "CC0";
    weights.top1 = 71.2;
    weights.url = url.toString().toStdString();
    weights.fileName = "model.safetensors";
    weights.imagenetLabels = false;
    return weights;
}

/// Writes such a table and has the program use it.
inline void useWeightsIndex(const std::filesystem::path &path,
                            const std::vector<PublicWeights> &table)
{
    auto list = nlohmann::ordered_json::array();
    for (const PublicWeights &weights : table)
        list.push_back(publicWeightsJson(weights));
    writeFile(path, nlohmann::ordered_json{{"weights", list}}.dump());
    qputenv("INCEPTOSCOPE_WEIGHTS_INDEX", QByteArray::fromStdString(path.string()));
}

} // namespace inceptoscope::test
