#include "commandline/describedtext.h"

#include <regex>
#include <sstream>
#include <vector>

namespace inceptoscope::test {

using nlohmann::ordered_json;

static std::string numberText(const ordered_json &number)
{
    std::ostringstream text;
    text << number.get<double>();
    return text.str();
}

static std::string windowText(const ordered_json &layer)
{
    std::string text = numberText(layer["kernel"][0]) + "×" + numberText(layer["kernel"][1]);
    if (layer["stride"] != 1)
        text += "/" + numberText(layer["stride"]);
    if (layer["padding"] == "valid" && layer["kernel"] != ordered_json({1, 1}))
        text += " V";
    return text;
}

static std::string layerText(const ordered_json &layer)
{
    const std::string kind = layer["kind"];
    const std::string channels = numberText(layer["out"][0]);
    if (kind == "convolution")
        return windowText(layer) + " " + channels;
    if (kind == "max_pool")
        return "max pool " + windowText(layer);
    if (kind == "average_pool")
        return "avg pool " + windowText(layer);
    if (kind == "linear")
        return "linear " + channels;
    return kind;
}

/// "inception_b.3.branch1" for "inception_b.3.branch1.2".
static std::string branchOf(const std::string &id)
{
    return id.find(".branch") == std::string::npos ? "" : id.substr(0, id.rfind('.'));
}

static std::string layersText(const ordered_json &layers)
{
    std::string text;
    std::string branch;
    for (const ordered_json &layer : layers) {
        const std::string id = layer["id"];
        const std::string own = branchOf(id);
        if (!own.empty() && own == branch)
            text.pop_back();
        if (id.ends_with(".expansion"))
            text += "  E: " + layerText(layer) + "\n";
        else if (layer["kind"] == "residual_add")
            text += "  x + " + numberText(layer["residual_scale"]) + " · E\n";
        else if (layer["kind"] != "concatenation")
            text += (!own.empty() && own == branch ? " -> " : "  ") + layerText(layer) + "\n";
        branch = own;
    }
    return text;
}

static std::string blockText(const ordered_json &block)
{
    return " " + numberText(block["grid"][0]) + "×" + numberText(block["grid"][1]) + "×"
        + numberText(block["channels"]) + "\n" + layersText(block["layers"]);
}

std::string describedText(const ordered_json &description)
{
    std::string text;
    for (const ordered_json &stage : description["stages"]) {
        const ordered_json &blocks = stage["blocks"];
        for (std::size_t i = 0; i < blocks.size();) {
            const std::string block = blockText(blocks[i]);
            const std::size_t first = i;
            while (i < blocks.size() && blockText(blocks[i]) == block)
                ++i;
            text += blocks[first]["id"].get<std::string>();
            text += (i - first > 1 ? " ×" + std::to_string(i - first) : "") + block;
        }
    }
    return text;
}

std::string plainTable(const std::string &table)
{
    std::string text =
        std::regex_replace(table, std::regex("auxiliary_head[^\n]*\n( [^\n]*\n)+"), "");
    text = std::regex_replace(text, std::regex("\\{ | \\}"), "");
    text = std::regex_replace(text, std::regex(" / "), " -> ");
    text = std::regex_replace(text, std::regex(",[a-z0-9, -]*(?= ->|\n)"), "");
    return std::regex_replace(text, std::regex("dropout keep [0-9.]+"), "dropout");
}

} // namespace inceptoscope::test
