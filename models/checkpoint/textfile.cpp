#include "checkpoint/textfile.h"

#include "checkpoint/regularfile.h"

#include <fmt/format.h>

namespace inceptoscope {

Expected<std::string> readTextFile(const std::filesystem::path &path, std::size_t limit)
{
    const auto file = openRegularFile(path);
    if (!file)
        return tl::unexpected(file.error());
    const std::size_t size = file->size;
    if (size > limit)
        return failure(fmt::format("it has {} bytes, more than {}", size, limit));
    std::string text(size, '\0');
    const auto count = readAt(file->descriptor.value(), 0, text);
    if (!count)
        return tl::unexpected(count.error());
    text.resize(*count);
    return text;
}

} // namespace inceptoscope
