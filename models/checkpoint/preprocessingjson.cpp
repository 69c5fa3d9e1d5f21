#include "checkpoint/preprocessingjson.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace inceptoscope {

static constexpr int largestShorterSide = 8192; // pixels

void readTriple(JsonFields &fields, std::string_view key, std::array<double, 3> &triple)
{
    std::vector<double> values(triple.begin(), triple.end());
    fields.read(key, values);
    if (values.size() != triple.size()
        || !std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
        return fields.refuse(fmt::format("have a field \"{}\" that is not three numbers", key));
    std::ranges::copy(values, triple.begin());
}

void readInterpolation(JsonFields &fields, Interpolation &interpolation)
{
    std::string name = interpolation == Interpolation::Bicubic ? "bicubic" : "bilinear";
    fields.read("interpolation", name);
    if (name != "bicubic" && name != "bilinear")
        return fields.refuse("have a field \"interpolation\" that is neither bilinear nor bicubic");
    interpolation = name == "bicubic" ? Interpolation::Bicubic : Interpolation::Bilinear;
}

Expected<Preprocessing> parsePreprocessing(JsonFields fields)
{
    Preprocessing result;
    fields.read("shorter_side", result.shorterSide);
    fields.read("input_size", result.inputSize);
    readInterpolation(fields, result.interpolation);
    fields.read("pixel_divisor", result.pixelDivisor);
    readTriple(fields, "mean", result.mean);
    readTriple(fields, "std", result.std);
    fields.read("bgr", result.bgr);
    fields.read("crop_share", result.cropShare);
    refuseImpossible(fields, result);
    if (auto finished = fields.finish(); !finished)
        return tl::unexpected(finished.error());
    return result;
}

void refuseImpossible(JsonFields &fields, const Preprocessing &result)
{
    if (result.inputSize < 1 || result.inputSize > result.shorterSide
        || result.shorterSide > largestShorterSide)
        fields.refuse(fmt::format("have sizes that are not 1 ≤ input_size ≤ shorter_side ≤ {}",
                                  largestShorterSide));
    if (!std::isnormal(result.pixelDivisor)
        || !std::ranges::all_of(result.std, [](double value) { return std::isnormal(value); }))
        fields.refuse("divide by something that is zero or not finite");
    if (result.cropShare != 0.0
        && !(result.cropShare >= smallestCropShare && result.cropShare <= 1.0))
        fields.refuse(
            fmt::format("have a crop that is not {} to 1 of the shorter side", smallestCropShare));
}

Expected<void> checkShorterSide(const Preprocessing &preprocessing)
{
    if (preprocessing.shorterSide <= largestShorterSide)
        return {};
    return failure(
        fmt::format("for an input of {0}×{0}, photos would be resized to {1} pixels, and {2} are "
                    "the most; choose a smaller input size",
                    preprocessing.inputSize, preprocessing.shorterSide, largestShorterSide));
}

nlohmann::ordered_json preprocessingJson(const Preprocessing &preprocessing)
{
    const bool bicubic = preprocessing.interpolation == Interpolation::Bicubic;
    nlohmann::ordered_json json{{"shorter_side", preprocessing.shorterSide},
                                {"input_size", preprocessing.inputSize},
                                {"interpolation", bicubic ? "bicubic" : "bilinear"},
                                {"pixel_divisor", preprocessing.pixelDivisor},
                                {"mean", preprocessing.mean},
                                {"std", preprocessing.std},
                                {"bgr", preprocessing.bgr}};
    if (preprocessing.cropShare > 0.0)
        json["crop_share"] = preprocessing.cropShare;
    return json;
}

} // namespace inceptoscope
