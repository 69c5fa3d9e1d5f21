#include "curves/readers/wirecursor.h"

#include <algorithm>

namespace inceptoscope {

namespace {

/// Longer than what anybody names: text that long is not held.
constexpr std::uint64_t longestText = 4096; // bytes

bool isInWindow(const FileWindow &window, std::uint64_t at, std::size_t length)
{
    return at >= window.begin && at - window.begin + length <= window.size;
}

bool moveWindow(FileWindow &window, std::uint64_t at)
{
    const auto count = window.bytes.read(at, window.part);
    if (!count)
        window.error = count.error();
    window.begin = at;
    window.size = count.value_or(0);
    return count.has_value();
}

} // namespace

/// Up to a window's size.
bool FileCursor::copy(std::span<char> out)
{
    if (out.size() > left())
        return false;
    if (!isInWindow(*m_window, m_at, out.size())
        && (!moveWindow(*m_window, m_at) || !isInWindow(*m_window, m_at, out.size())))
        return false;
    const auto begin = static_cast<std::size_t>(m_at - m_window->begin);
    std::ranges::copy(std::span(m_window->part).subspan(begin, out.size()), out.begin());
    m_at += out.size();
    return true;
}

bool FileCursor::text(std::uint64_t length, std::string &held, std::string_view &text)
{
    if (length > left() || length > longestText)
        return false;
    held.resize(static_cast<std::size_t>(length));
    text = held;
    return held.empty() || copy(held);
}

} // namespace inceptoscope
