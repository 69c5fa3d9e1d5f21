#pragma once

#include <string>
#include <string_view>

namespace inceptoscope {

/// Whether a column or key of that name may say what a row was measured on, as "phase" does.
bool saysWhatIsMeasuredOn(std::string_view name);

/// What that is, of a row with this word there: "train", "val" or "test"; empty for other words.
std::string_view measuredOn(std::string_view word);

/// "val/loss" of "val" and "loss"; a tag that begins with it, or of nothing, stays.
std::string tagMeasuredOn(std::string_view on, std::string_view tag);

} // namespace inceptoscope
