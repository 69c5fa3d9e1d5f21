#include "commandline/picturesizechoice.h"

#include "checkpoint/printable.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

using Unit = PictureSize::Unit;

struct Side
{
    double length = 0.0;
    Unit unit = Unit::Pixels;
};

std::optional<Side> sideOf(const std::string &text)
{
    Side side;
    const char *const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, side.length);
    const std::string_view unit(end, last);
    if (error != std::errc() || (unit != "" && unit != "px" && unit != "mm"))
        return std::nullopt;
    side.unit = unit == "mm" ? Unit::Millimetres : Unit::Pixels;
    return side;
}

tl::unexpected<CommandFailure> unreadable(const std::string &text)
{
    return misused(fmt::format("\"{}\" is no length; give a number of pixels, such as 800, or of "
                               "millimetres, such as 160mm",
                               printable(text)));
}

} // namespace

void addPictureSizeOptions(CLI::App &command, PictureSizeArguments &arguments)
{
    command
        .add_option("--width", arguments.width,
                    "Of the picture: pixels, or millimetres as in 160mm (160mm)")
        ->type_name("W");
    command.add_option("--height", arguments.height, "As --width (100mm)")->type_name("H");
    command
        .add_option("--dpi", arguments.dotsPerInch, "Pixels an inch (300; 96 for a size in pixels)")
        ->type_name("N");
}

CommandResult<PictureSize> pictureSizeOf(const PictureSizeArguments &arguments)
{
    PictureSize size;
    const double proportion = size.width / size.height;
    const auto width = sideOf(arguments.width);
    const auto height = sideOf(arguments.height);
    if (!width && !arguments.width.empty())
        return unreadable(arguments.width);
    if (!height && !arguments.height.empty())
        return unreadable(arguments.height);
    if (width && height && width->unit != height->unit)
        return misused("--width and --height have different units; give both in mm or both in px");
    if (width || height) {
        size.unit = width ? width->unit : height->unit;
        size.width = width ? width->length : height->length * proportion;
        size.height = height ? height->length : width->length / proportion;
    }
    if (size.unit == Unit::Pixels)
        size.dotsPerInch = screenDotsPerInch;
    size.dotsPerInch = arguments.dotsPerInch.value_or(size.dotsPerInch);
    return size;
}

} // namespace inceptoscope
