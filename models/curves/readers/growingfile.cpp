#include "curves/readers/growingfile.h"

#include "curves/readers/utf16.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr std::size_t printSize = 512; // bytes at either end
constexpr std::size_t largestUtf16 = std::size_t{64} << 20; // bytes

Expected<std::unique_ptr<ByteSource>> transcoded(const FileBytes &file)
{
    const auto size = file.size();
    if (!size)
        return tl::unexpected(size.error());
    if (*size > largestUtf16)
        return failure(fmt::format("it is text in UTF-16 of more than {} MiB; save it as UTF-8",
                                   largestUtf16 >> 20U));
    const auto text = file.readText(0, largestUtf16);
    if (!text)
        return tl::unexpected(text.error());
    return std::make_unique<MemoryBytes>(utf8OfUtf16(*text));
}

} // namespace

Expected<std::unique_ptr<ByteSource>> GrowingFile::open()
{
    auto file = FileBytes::open(m_path);
    if (!file)
        return tl::unexpected(file.error());
    const auto beginning = file->readText(0, 2);
    if (!beginning)
        return tl::unexpected(beginning.error());
    m_identity = file->identity();
    std::unique_ptr<ByteSource> bytes;
    if (isUtf16(*beginning)) {
        auto text = transcoded(*file);
        if (!text)
            return text;
        bytes = std::move(*text);
    } else {
        bytes = std::make_unique<FileBytes>(std::move(*file));
    }
    m_goesOn = isContinued(*bytes, m_identity);
    return bytes;
}

bool GrowingFile::isContinued(const ByteSource &bytes, const FileIdentity &identity) const
{
    if (!m_read)
        return true;
    const auto beginning = bytes.readText(0, m_read->beginning.size());
    const auto end = bytes.readText(m_read->offset - m_read->end.size(), m_read->end.size());
    return identity == m_read->identity && beginning && *beginning == m_read->beginning && end
        && *end == m_read->end;
}

void GrowingFile::remember(const ByteSource &bytes, std::uint64_t offset)
{
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(offset, printSize));
    const auto beginning = bytes.readText(0, length);
    const auto end = bytes.readText(offset - length, length);
    m_read.reset();
    if (beginning && end)
        m_read = {m_identity, offset, *beginning, *end};
}

void GrowingFile::forget()
{
    m_read.reset();
    m_goesOn = true;
}

} // namespace inceptoscope
