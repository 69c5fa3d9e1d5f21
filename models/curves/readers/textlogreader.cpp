#include "curves/readers/textlogreader.h"

#include <algorithm>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

constexpr std::size_t pieceSize = std::size_t{1} << 20; // bytes
constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

} // namespace

std::string TextLogReader::where() const
{
    return fmt::format("line {}", m_line);
}

void TextLogReader::leaveOut(std::string_view kind, std::string_view reason)
{
    m_faults.add(kind,
                 [&] { return fmt::format("{}: {}; the line is left out", where(), reason); });
}

void TextLogReader::leaveOutUnfinished()
{
    m_faults.add("unfinished", [&] {
        return fmt::format("{}, the last one, is unfinished and left out", where());
    });
}

void TextLogReader::take(std::string_view line, bool whole, RunsByPart &runs)
{
    ++m_line;
    if (m_line == 1 && line.starts_with(byteOrderMark))
        line.remove_prefix(byteOrderMark.size());
    // Where a machine went down, a file system may leave zeros in front of what came next.
    const std::size_t zeros = std::min(line.find_first_not_of('\0'), line.size());
    line.remove_prefix(zeros);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.find('\0') != std::string_view::npos || (zeros > 0 && line.empty()))
        leaveOut("it has zero bytes in it");
    else if (line.find_first_not_of(" \t") != std::string_view::npos)
        takeLine(line, whole, runs);
}

/// How much of the text was taken: whole lines.
std::size_t TextLogReader::takeLines(std::string_view text, RunsByPart &runs)
{
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', begin)) {
        if (m_skipping)
            m_skipping = false;
        else
            take(text.substr(begin, end - begin), true, runs);
        begin = end + 1;
    }
    return begin;
}

void TextLogReader::skipLong(std::string_view text)
{
    m_offset += text.size();
    if (m_skipping)
        return;
    m_skipping = true;
    ++m_line;
    leaveOut("it is longer than 1 MiB");
}

/// `rest`: a last line without an end.
void TextLogReader::finish(std::string_view rest, RunsByPart &runs)
{
    m_offset += rest.size();
    if (!rest.empty() && !m_skipping)
        take(rest, false, runs);
    takeEnd();
}

Expected<bool> TextLogReader::readOn(const ByteSource &bytes, RunsByPart &runs, std::uint64_t most)
{
    for (std::uint64_t done = 0; done < most;) {
        const auto many =
            m_skipping ? Expected<std::uint64_t>(0) : takeManyLines(bytes, runs, most - done);
        if (!many)
            return tl::unexpected(many.error());
        done += *many;
        if (done >= most)
            break;
        const auto text = bytes.readText(m_offset, longestLine + pieceSize);
        if (!text)
            return tl::unexpected(text.error());
        const std::size_t taken = takeLines(*text, runs);
        m_offset += taken;
        done += taken;
        const std::string_view rest = std::string_view(*text).substr(taken);
        if (rest.size() > longestLine) {
            skipLong(rest);
            done += rest.size();
            continue;
        }
        if (text->size() == longestLine + pieceSize)
            continue; // there is more
        if (m_tail == Tail::Take)
            finish(rest, runs);
        return false;
    }
    return true;
}

} // namespace inceptoscope
