#pragma once

#include "commandline/commandoutput.h"
#include "curves/curvepicture.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace inceptoscope {

/// What --width, --height and --dpi say.
struct PictureSizeArguments
{
    std::string width; ///< "800", "800px" or "160mm"; empty: not given
    std::string height;
    std::optional<int> dotsPerInch{};
};

void addPictureSizeOptions(CLI::App &command, PictureSizeArguments &arguments);

/// Of a picture for which one side is given, the other is in proportion; 160 × 100 mm without any.
/// What cannot be read is bad usage.
CommandResult<PictureSize> pictureSizeOf(const PictureSizeArguments &arguments);

} // namespace inceptoscope
