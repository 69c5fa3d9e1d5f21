#include "curves/column.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace inceptoscope {

namespace {

constexpr std::size_t firstPart = 16;

constexpr std::size_t sizeOfPart(std::size_t part)
{
    return firstPart << part;
}

/// How many numbers the parts before it hold.
constexpr std::size_t startOfPart(std::size_t part)
{
    return sizeOfPart(part) - firstPart;
}

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

Column::Column(const Column &other)
    : m_parts(other.m_parts)
    , m_size(other.m_size)
{
}

Column &Column::operator=(const Column &other)
{
    return *this = Column(other);
}

Column::Column(Column &&other) noexcept
    : m_parts(std::exchange(other.m_parts, {}))
    , m_size(std::exchange(other.m_size, 0))
    , m_next(std::exchange(other.m_next, nullptr))
    , m_end(std::exchange(other.m_end, nullptr))
{
}

Column &Column::operator=(Column &&other) noexcept
{
    m_parts = std::exchange(other.m_parts, {});
    m_size = std::exchange(other.m_size, 0);
    m_next = std::exchange(other.m_next, nullptr);
    m_end = std::exchange(other.m_end, nullptr);
    return *this;
}

double Column::operator[](std::size_t index) const
{
    const auto part = static_cast<std::size_t>(std::bit_width(index / firstPart + 1)) - 1;
    return m_parts[part].get()[index - startOfPart(part)];
}

void Column::append(std::span<const double> numbers)
{
    while (!numbers.empty()) {
        if (m_next == m_end)
            grow();
        const auto count = std::min(numbers.size(), static_cast<std::size_t>(m_end - m_next));
        m_next = std::ranges::copy(numbers.first(count), m_next).out;
        m_size += count;
        numbers = numbers.subspan(count);
    }
}

std::size_t Column::capacity() const
{
    return startOfPart(m_parts.size());
}

/// Room for at least one more number, that no other column sees.
void Column::grow()
{
    if (m_size == capacity()) {
        m_parts.push_back(std::make_shared_for_overwrite<double[]>(sizeOfPart(m_parts.size())));
    } else { // a copy's last part, which somebody else may be appending to
        const std::size_t last = m_parts.size() - 1;
        auto own = std::make_shared_for_overwrite<double[]>(sizeOfPart(last));
        std::copy_n(m_parts[last].get(), m_size - startOfPart(last), own.get());
        m_parts[last] = std::move(own);
    }
    const std::size_t last = m_parts.size() - 1;
    m_next = m_parts[last].get() + (m_size - startOfPart(last));
    m_end = m_parts[last].get() + sizeOfPart(last);
}

std::vector<std::span<const double>> Column::parts() const
{
    std::vector<std::span<const double>> spans;
    spans.reserve(m_parts.size());
    for (std::size_t part = 0; part < m_parts.size(); ++part)
        spans.emplace_back(m_parts[part].get(),
                           std::min(sizeOfPart(part), m_size - startOfPart(part)));
    return spans;
}

std::vector<double> Column::numbers() const
{
    std::vector<double> all;
    all.reserve(m_size);
    for (const auto part : parts())
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

bool Column::operator==(const Column &other) const
{
    if (m_size != other.m_size)
        return false;
    const auto mine = parts();
    const auto others = other.parts();
    for (std::size_t part = 0; part < mine.size(); ++part) {
        if (!std::ranges::equal(mine[part], others[part], same))
            return false;
    }
    return true;
}

} // namespace inceptoscope
