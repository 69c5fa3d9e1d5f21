#pragma once

#include "checkpoint/jsonfields.h"
#include "engine/preprocessing.h"

namespace inceptoscope {

/// A crop of less would make a picture's resize as large as one likes.
constexpr double smallestCropShare = 0.05;

/// {"shorter_side","input_size","interpolation":"bilinear"|"bicubic","pixel_divisor","mean":[3],
/// "std":[3],"bgr","crop_share"}; what is absent is as in a new Preprocessing. Sizes and divisors
/// are checked. The message is a reason alone, without a file's name.
Expected<Preprocessing> parsePreprocessing(JsonFields fields);

/// The pieces of it that other forms share: three finite numbers; "bilinear" or "bicubic"; sizes,
/// divisors and a crop that can be.
void readTriple(JsonFields &fields, std::string_view key, std::array<double, 3> &triple);
void readInterpolation(JsonFields &fields, Interpolation &interpolation);
void refuseImpossible(JsonFields &fields, const Preprocessing &preprocessing);

/// Fails where a file that says so could not be read back: photos are resized to more than the most
/// pixels.
Expected<void> checkShorterSide(const Preprocessing &preprocessing);

nlohmann::ordered_json preprocessingJson(const Preprocessing &preprocessing);

} // namespace inceptoscope
