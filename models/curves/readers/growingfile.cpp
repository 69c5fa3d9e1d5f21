#include "curves/readers/growingfile.h"

#include "curves/readers/utf16.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr std::size_t shortFile = std::size_t{4} << 10; // bytes, of which all are kept
constexpr std::size_t printSize = 512; // bytes at either end of a longer one
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

/// Nothing was appended, and yet somebody wrote to it.
bool isRewritten(const FileState &now, const FileState &before)
{
    return now.size == before.size && now.modified != before.modified;
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
    m_state = file->state();
    std::unique_ptr<ByteSource> bytes;
    if (isUtf16(*beginning)) {
        auto text = transcoded(*file);
        if (!text)
            return text;
        bytes = std::move(*text);
    } else {
        bytes = std::make_unique<FileBytes>(std::move(*file));
    }
    m_goesOn = isContinued(*bytes);
    return bytes;
}

/// A clock of files may stand still between two writings: of a short file, all is compared.
bool GrowingFile::isContinued(const ByteSource &bytes) const
{
    if (!m_read)
        return true;
    if (m_identity != m_read->identity || isRewritten(m_state, m_read->state))
        return false;
    const auto beginning = bytes.readText(0, m_read->beginning.size());
    const auto end = bytes.readText(m_read->offset - m_read->end.size(), m_read->end.size());
    return beginning && *beginning == m_read->beginning && end && *end == m_read->end;
}

void GrowingFile::remember(const ByteSource &bytes, std::uint64_t offset)
{
    const bool isShort = offset <= shortFile;
    const auto length = static_cast<std::size_t>(isShort ? offset : printSize);
    const auto beginning = bytes.readText(0, length);
    const auto end = bytes.readText(offset - length, isShort ? 0 : length);
    m_read.reset();
    if (beginning && end)
        m_read = {m_identity, m_state, offset, *beginning, *end};
}

void GrowingFile::forget()
{
    m_read.reset();
    m_goesOn = true;
}

} // namespace inceptoscope
